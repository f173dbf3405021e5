// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.must;

import dev.fairlead.testkit.Inbox.Arrival;
import dev.fairlead.testkit.Inbox.Kind;
import java.io.IOException;
import java.util.List;

/** Which message comes on which stream. */
final class RoutingChecks {
    private static final String STREAMS = "1 · Streams";

    private RoutingChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                                "route-session-new",
                                STREAMS,
                                "The response to session/new comes on the connection stream.",
                                RoutingChecks::sessionNew)
                        .withDemoAgent(),
                must(
                                "route-session-load",
                                STREAMS,
                                "The response to session/load of a known session comes on the connection stream.",
                                trial -> introduces(trial, "session/load"))
                        .withDemoAgent(),
                must(
                                "route-session-resume",
                                STREAMS,
                                "The response to session/resume of a known session comes on the connection stream.",
                                trial -> introduces(trial, "session/resume"))
                        .withDemoAgent(),
                must(
                                "route-session-fork",
                                STREAMS,
                                "The response to session/fork of a known session comes on the connection stream.",
                                trial -> introduces(trial, "session/fork"))
                        .withDemoAgent(),
                must(
                        "route-unknown-session",
                        STREAMS,
                        "The response to a request for a session that the connection does not know comes on the"
                                + " connection stream.",
                        RoutingChecks::unknownSession),
                must(
                                "route-prompt",
                                STREAMS,
                                "Updates, and the response to session/prompt after them, come on the session stream.",
                                RoutingChecks::prompt)
                        .withDemoAgent(),
                must(
                                "route-permission-request",
                                STREAMS,
                                "The agent's request with params.sessionId comes on the session stream.",
                                RoutingChecks::permissionRequest)
                        .withDemoAgent(),
                must(
                                "route-extension-of-session",
                                STREAMS + ": never by a list of method names",
                                "The response to _vendor/x with a known params.sessionId comes on the session stream.",
                                trial -> ofSession(trial, "_vendor/x"))
                        .withDemoAgent(),
                must(
                                "route-unstable-of-session",
                                STREAMS + ": never by a list of method names",
                                "The response to nes/suggest with a known params.sessionId comes on the session stream.",
                                trial -> ofSession(trial, "nes/suggest"))
                        .withDemoAgent(),
                must(
                        "route-extension-without-session",
                        STREAMS,
                        "The response to _vendor/x without params.sessionId comes on the connection stream.",
                        RoutingChecks::extensionWithoutSession),
                must(
                                "route-dollar",
                                STREAMS + ": $/… messages are connection-scoped",
                                "The response to $/x comes on the connection stream, though it names a session.",
                                RoutingChecks::dollar)
                        .withDemoAgent(),
                must(
                        "route-dollar-notification",
                        STREAMS + ": $/… messages are connection-scoped",
                        "The notification $/cancel_request is accepted without a session header.",
                        trial -> trial.initialize().send(Rpc.notification("$/cancel_request", "{\"requestId\":1}"))),
                must(
                                "route-two-sessions",
                                STREAMS,
                                "Two sessions at once: each stream has its own session's messages, all, in order.",
                                RoutingChecks::twoSessions)
                        .withDemoAgent(),
                must(
                                "route-cancel-overtakes",
                                "1 · POST, anything else: 202 at once",
                                "session/cancel ends a running prompt, whose response says cancelled.",
                                RoutingChecks::cancelOvertakes)
                        .withDemoAgent());
    }

    private static void sessionNew(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        client.send(Rpc.request("1", "session/new", Rpc.NEW_SESSION));
        expectConnectionStream(client.inbox().awaitResponse("1"));
    }

    private static void introduces(Trial trial, String method) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        String params = "{\"sessionId\":" + Json.quote(session) + ",\"cwd\":\"/tmp\",\"mcpServers\":[]}";
        client.send(Rpc.request("1", method, params), session);
        expectConnectionStream(client.inbox().awaitResponse("1"));
    }

    private static void unknownSession(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        client.openStream("not-known");
        client.send(Rpc.request("1", "_vendor/x", Rpc.inSession("not-known")), "not-known");
        expectConnectionStream(client.inbox().awaitResponse("1"));
    }

    private static void prompt(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.prompt("1", session, "stream 20 chunks every 1 ms of 40 bytes"), session);
        Arrival answer = client.inbox().awaitResponse("1");
        Expect.equal("where the response came", client.sessionStream(session), answer.stream());
        Expect.equal(
                "stopReason",
                "end_turn",
                answer.json().at("result", "stopReason").text());
        expectUpdatesOn(client, session);
        Chunks.of(client.inbox(), session).expect(20);
    }

    private static void permissionRequest(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.prompt("1", session, "ask permission"), session);
        Json request = client.inbox().awaitRequest("session/request_permission");
        Arrival arrival = last(client.inbox());
        Expect.equal("where the request came", client.sessionStream(session), arrival.stream());
        client.send(Rpc.permit(request), session);
        client.inbox().awaitResponse("1");
    }

    private static void ofSession(Trial trial, String method) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.request("1", method, Rpc.inSession(session)), session);
        Arrival answer = client.inbox().awaitResponse("1");
        Expect.equal("where the response came", client.sessionStream(session), answer.stream());
        Expect.error(answer.json(), -32601);
    }

    private static void extensionWithoutSession(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        client.send(Rpc.request("1", "_vendor/x", "{\"a\":{\"sessionId\":\"deeper\"}}"));
        expectConnectionStream(client.inbox().awaitResponse("1"));
    }

    private static void dollar(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.request("1", "$/x", Rpc.inSession(session)), session);
        expectConnectionStream(client.inbox().awaitResponse("1"));
    }

    private static void twoSessions(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String one = client.newSession();
        String other = client.newSession();
        client.send(Rpc.prompt("1", one, "stream 30 chunks every 3 ms of 40 bytes"), one);
        client.send(Rpc.prompt("2", other, "stream 60 chunks every 3 ms of 40 bytes"), other);
        client.inbox().awaitResponse("2");
        client.inbox().responseTo("1");
        expectUpdatesOn(client, one);
        expectUpdatesOn(client, other);
        Chunks.of(client.inbox(), one).expect(30);
        Chunks.of(client.inbox(), other).expect(60);
    }

    private static void cancelOvertakes(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.prompt("1", session, "stream 1000 chunks every 20 ms of 40 bytes"), session);
        client.inbox()
                .await(
                        "The third chunk",
                        arrival -> Chunks.of(client.inbox(), session).size() >= 3);
        client.send(Rpc.notification("session/cancel", Rpc.inSession(session)), session);
        Json answer = client.inbox().awaitResponse("1").json();
        Expect.equal(
                "stopReason", "cancelled", answer.at("result", "stopReason").text());
    }

    private static void expectConnectionStream(Arrival answer) {
        Expect.equal("where the response came", PlainClient.CONNECTION_STREAM, answer.stream());
    }

    private static void expectUpdatesOn(PlainClient client, String session) {
        List<String> streams = client.inbox().past().stream()
                .filter(arrival -> arrival.kind() == Kind.MESSAGE)
                .filter(arrival ->
                        arrival.json().at("params", "sessionId").text().equals(session))
                .map(Arrival::stream)
                .distinct()
                .toList();
        Expect.equal("where the updates came", List.of(client.sessionStream(session)), streams);
    }

    private static Arrival last(Inbox inbox) {
        List<Arrival> past = inbox.past();
        return past.get(past.size() - 1);
    }
}
