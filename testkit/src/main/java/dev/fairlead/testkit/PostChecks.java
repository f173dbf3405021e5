// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.extension;
import static dev.fairlead.testkit.ConformanceCheck.must;
import static dev.fairlead.testkit.ConformanceCheck.should;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What every POST but {@code initialize} must do, and what a bad one gets. */
final class PostChecks {
    private static final String PING = Rpc.request("1", "_conformance/unknown", "{}");
    private static final String NO_SUCH_CONNECTION = "conformance-no-such-connection";
    private static final int TOO_LARGE = 64 * 1024 * 1024;
    private static final int TOO_DEEP = 10_000;

    private PostChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "post-accepted-202",
                        "1 · POST, anything else",
                        "A request, a notification and a response are answered with 202 and an empty body.",
                        PostChecks::accepted202),
                must(
                        "post-answered-on-stream",
                        "1 · POST, anything else",
                        "The response to a posted request comes on a stream, with the request's id.",
                        PostChecks::answeredOnStream),
                must(
                        "post-not-json-415",
                        "1 · POST not application/json",
                        "A POST with another Content-Type, or none, is answered with 415.",
                        PostChecks::notJson),
                must(
                        "post-json-with-charset",
                        "1 · POST not application/json",
                        "A POST with Content-Type 'Application/JSON; charset=utf-8' is accepted.",
                        PostChecks::jsonWithCharset),
                must(
                        "post-without-connection",
                        "1 · POST without connection id",
                        "A POST without a connection id is answered with 400, whatever kind of message it has.",
                        PostChecks::withoutConnection),
                must(
                        "post-unknown-connection",
                        "1 · POST with unknown connection id",
                        "A POST with an unknown connection id is answered with 404, whatever kind of message it has.",
                        PostChecks::unknownConnection),
                must(
                        "post-batch-501",
                        "1 · batch",
                        "A batch is answered with 501 and one JSON-RPC error -32600 with id null.",
                        PostChecks::batch),
                must(
                        "post-invalid-json-400",
                        "1 · invalid JSON",
                        "A body that is not JSON is answered with 400 and a JSON-RPC error -32700 with id null.",
                        PostChecks::invalidJson),
                should(
                        "post-not-json-rpc-400",
                        "JSON-RPC 2.0 §5.1",
                        "JSON that is no JSON-RPC message is answered with 400 and an error -32600 with id null.",
                        PostChecks::notJsonRpc),
                must(
                        "other-methods-405",
                        "1 · other methods",
                        "PUT and PATCH are answered with 405 and an Allow with GET, POST, DELETE and OPTIONS.",
                        PostChecks::otherMethods),
                extension(
                        "post-stray-response-202",
                        "2.6 · a response to nothing pending",
                        "A response to nothing pending gets 202 and goes nowhere; so does an error with id null.",
                        PostChecks::strayResponse),
                extension(
                        "post-too-large-413",
                        "2.8 · message 16 MiB",
                        "A body of 64 MiB is answered with 413.",
                        PostChecks::tooLarge),
                extension(
                        "post-too-deep-400",
                        "2.8 · JSON depth 128",
                        "A message nested 10,000 deep is answered with 400 and a JSON-RPC error with id null.",
                        PostChecks::tooDeep),
                extension(
                        "post-long-id-400",
                        "2.8 · ids 1 KiB",
                        "A message with an id of 4 KiB is answered with 400 and a JSON-RPC error with id null.",
                        PostChecks::longId));
    }

    private static void accepted202(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        client.send(PING);
        client.send(Rpc.notification("_conformance/unknown", "{}"));
        client.send(Rpc.result("99", "{}"));
    }

    private static void answeredOnStream(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        client.send(PING);
        client.inbox().awaitResponse("1");
    }

    private static void notJson(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        for (String type : List.of("text/plain", "application/json-seq", "application/x-www-form-urlencoded")) {
            Expect.status(trial.exchange(client.post(PING).set("Content-Type", type)), 415);
        }
        Expect.status(trial.exchange(client.post(PING).without("Content-Type")), 415);
        Expect.status(trial.exchange(trial.post(Rpc.initialize("1")).set("Content-Type", "text/plain")), 415);
    }

    private static void jsonWithCharset(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        Expect.accepted(trial.exchange(client.post(PING).set("Content-Type", "Application/JSON; charset=utf-8")));
    }

    private static void withoutConnection(Trial trial) throws IOException {
        for (String message : anyKind()) {
            Expect.status(trial.exchange(trial.post(message)), 400);
        }
    }

    private static void unknownConnection(Trial trial) throws IOException {
        for (String message : anyKind()) {
            Expect.status(trial.exchange(trial.post(message).connection(NO_SUCH_CONNECTION)), 404);
        }
    }

    private static List<String> anyKind() {
        return List.of(PING, Rpc.notification("_conformance/unknown", "{}"), Rpc.result("1", "{}"));
    }

    private static void batch(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        for (String batch : List.of("[" + PING + "]", "[]", "[" + PING + "," + PING + "]")) {
            Expect.rpcError(Expect.status(trial.exchange(client.post(batch)), 501), -32600);
        }
        Expect.rpcError(Expect.status(trial.exchange(trial.post("[" + Rpc.initialize("1") + "]")), 501), -32600);
    }

    private static void invalidJson(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        for (String body : List.of("{\"jsonrpc\":", "", PING + "x", "{'id':1}", "{\"id\":01}", "{\"a\":\"\u0000\"}")) {
            Expect.rpcError(Expect.status(trial.exchange(client.post(body)), 400), -32700);
        }
        byte[] notUtf8 = PING.replace("{}", "{\"a\":\"\u00ff\"}").getBytes(StandardCharsets.ISO_8859_1);
        Expect.rpcError(
                Expect.status(trial.exchange(trial.request("POST").json(notUtf8).connection(client.id())), 400),
                -32700);
        Expect.rpcError(Expect.status(trial.exchange(trial.post("{\"jsonrpc\":")), 400), -32700);
    }

    private static void notJsonRpc(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        for (String body : List.of("7", "{}", "{\"jsonrpc\":\"2.0\"}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}")) {
            Expect.rpcError(Expect.status(trial.exchange(client.post(body)), 400), -32600);
        }
    }

    private static void otherMethods(Trial trial) throws IOException {
        for (String method : List.of("PUT", "PATCH")) {
            Response answer = Expect.status(trial.exchange(trial.request(method).json("{}")), 405);
            for (String allowed : List.of("GET", "POST", "DELETE", "OPTIONS")) {
                Expect.listed(answer, "Allow", allowed);
            }
        }
    }

    private static void strayResponse(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        client.send(Rpc.result("\"nobody asked\"", "{}"));
        client.send("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid request\"}}");
        client.send(PING);
        client.inbox().awaitResponse("1");
        Expect.equal(
                "messages that came",
                1L,
                client.inbox().past().stream()
                        .filter(arrival -> arrival.kind() == Inbox.Kind.MESSAGE)
                        .count());
    }

    private static void tooLarge(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        Request request = client.post("{").set("Content-Length", String.valueOf(TOO_LARGE));
        HttpSocket socket = trial.open();
        socket.send(request, trial.subject().target());
        Expect.status(socket.head(), 413);
    }

    private static void tooDeep(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        String nested = "[".repeat(TOO_DEEP) + "]".repeat(TOO_DEEP);
        String message = Rpc.request("1", "_conformance/unknown", "{\"a\":" + nested + "}");
        Expect.rpcError(Expect.status(trial.exchange(client.post(message)), 400), -32600, -32700);
    }

    private static void longId(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        String message = Rpc.request("\"" + "x".repeat(4096) + "\"", "_conformance/unknown", "{}");
        Expect.rpcError(Expect.status(trial.exchange(client.post(message)), 400), -32600);
    }
}
