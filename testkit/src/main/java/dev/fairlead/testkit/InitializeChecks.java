// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.extension;
import static dev.fairlead.testkit.ConformanceCheck.must;

import java.io.IOException;
import java.util.List;

/** What a POST of {@code initialize} must do. */
final class InitializeChecks {
    private static final String ROW = "1 · POST initialize";

    private InitializeChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "initialize-answers-200",
                        ROW,
                        "initialize is answered with 200, the JSON-RPC response as body, and Acp-Connection-Id.",
                        InitializeChecks::answers200),
                must(
                        "initialize-keeps-the-id",
                        ROW,
                        "The response to initialize has the request's id: 0, \"0\" and \"a b\" as they were sent.",
                        InitializeChecks::keepsTheId),
                must(
                        "initialize-makes-new-connections",
                        ROW,
                        "Each initialize without a connection id makes a connection of its own.",
                        InitializeChecks::makesNewConnections),
                must(
                        "initialize-with-protocol-version",
                        "1 · Acp-Protocol-Version",
                        "The header Acp-Protocol-Version is accepted, as is its absence.",
                        InitializeChecks::withProtocolVersion),
                must(
                        "initialize-on-existing-connection",
                        "1 · initialize on an existing connection",
                        "initialize with a connection id is answered with 400, and the connection lives on.",
                        InitializeChecks::onExistingConnection),
                must(
                        "initialize-refused-by-agent",
                        ROW,
                        "An initialize that the agent refuses is answered with 502, a JSON-RPC error and no connection.",
                        InitializeChecks::refusedByAgent),
                extension(
                        "connection-id-unguessable",
                        "2.9 · connection ids",
                        "A connection id has room for 128 random bits.",
                        InitializeChecks::idUnguessable));
    }

    private static void answers200(Trial trial) throws IOException {
        Response answer = Expect.status(trial.exchange(trial.post(Rpc.initialize("7"))), 200);
        Expect.contentTypeJson(answer);
        Expect.that(!answer.header(Request.CONNECTION).isBlank(), "the answer has no Acp-Connection-Id");
        Json body = Expect.json(answer);
        Expect.equal("jsonrpc", "2.0", body.at("jsonrpc").text());
        Expect.equal("id", "7", body.at("id").source());
        Expect.that(body.at("result").isObject(), "the response has no result: " + body);
    }

    private static void keepsTheId(Trial trial) throws IOException {
        for (String id : List.of("0", "\"0\"", "\"a b\"")) {
            Response answer = Expect.status(trial.exchange(trial.post(Rpc.initialize(id))), 200);
            Expect.equal("id", id, Expect.json(answer).at("id").source());
        }
    }

    private static void makesNewConnections(Trial trial) throws IOException {
        PlainClient one = trial.connect();
        PlainClient other = trial.connect();
        Expect.that(!one.id().equals(other.id()), "two connections have the same id");
        one.send(Rpc.request("1", "_conformance/unknown", "{}"));
        one.inbox().awaitResponse("1");
        other.send(Rpc.request("1", "_conformance/unknown", "{}"));
        other.inbox().awaitResponse("1");
    }

    private static void withProtocolVersion(Trial trial) throws IOException {
        Request request = trial.post(Rpc.initialize("1")).with("Acp-Protocol-Version", "1");
        Response answer = Expect.status(trial.exchange(request), 200);
        Expect.that(answer.has(Request.CONNECTION), "the answer has no Acp-Connection-Id");
    }

    private static void onExistingConnection(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        Expect.status(trial.exchange(client.post(Rpc.initialize("2"))), 400);
        client.send(Rpc.request("3", "_conformance/unknown", "{}"));
        client.inbox().awaitResponse("3");
    }

    private static void refusedByAgent(Trial trial) throws IOException {
        Response answer = trial.exchange(trial.post(Rpc.request("5", "initialize", "{\"protocolVersion\":\"none\"}")));
        CheckSkipped.unless(answer.status() != 200, "the agent accepts any initialize");
        Expect.status(answer, 502);
        Expect.contentTypeJson(answer);
        Json body = Expect.json(answer);
        Expect.equal("id", "5", body.at("id").source());
        Expect.that(!body.at("error", "code").isAbsent(), "the body is no JSON-RPC error: " + body);
        Expect.that(!answer.has(Request.CONNECTION), "a refused initialize is answered with a connection id");
    }

    private static void idUnguessable(Trial trial) throws IOException {
        String id = trial.initialize().id();
        Expect.that(id.length() >= 22, "an id of " + id.length() + " characters has no room for 128 bits");
    }
}
