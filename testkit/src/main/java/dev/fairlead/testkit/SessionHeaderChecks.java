// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.must;

import dev.fairlead.testkit.Inbox.Arrival;
import java.io.IOException;
import java.util.List;

/** When {@code Acp-Session-Id} is needed, refused and ignored. */
final class SessionHeaderChecks {
    private static final String MISSING = "1 · params.sessionId without Acp-Session-Id";
    private static final String DIFFERS = "1 · Acp-Session-Id differs from params.sessionId";
    private static final String STRAY = "1 · a session header on a message that is not session-scoped";

    private SessionHeaderChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                                "session-header-missing-400",
                                MISSING,
                                "A request or notification with params.sessionId and without the header gets 400.",
                                SessionHeaderChecks::missing)
                        .withDemoAgent(),
                must(
                                "session-header-differs-400",
                                DIFFERS,
                                "A session header that differs from params.sessionId gets 400.",
                                SessionHeaderChecks::differs)
                        .withDemoAgent(),
                must(
                                "session-header-stray-known",
                                STRAY,
                                "A header that names a known session does not divert the response to another message.",
                                SessionHeaderChecks::strayKnown)
                        .withDemoAgent(),
                must(
                        "session-header-stray-unknown",
                        STRAY,
                        "A header that names no session does not divert the response to another message.",
                        SessionHeaderChecks::strayUnknown),
                must(
                                "session-header-not-for-responses",
                                MISSING,
                                "A response without the header reaches the agent, though its request was of a session.",
                                SessionHeaderChecks::notForResponses)
                        .withDemoAgent());
    }

    private static void missing(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        for (String message : ofSession(session)) {
            Expect.status(trial.exchange(client.post(message)), 400);
        }
    }

    private static void differs(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        String other = client.newSession();
        for (String message : ofSession(session)) {
            Expect.status(trial.exchange(client.post(message).session(other)), 400);
            Expect.status(trial.exchange(client.post(message).session("no-such-session")), 400);
        }
    }

    private static List<String> ofSession(String session) {
        return List.of(
                Rpc.prompt("11", session, "hello"),
                Rpc.notification("session/cancel", Rpc.inSession(session)),
                Rpc.request("12", "_conformance/unknown", Rpc.inSession(session)));
    }

    private static void strayKnown(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        expectNotDiverted(client, client.newSession());
    }

    private static void strayUnknown(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        client.openStream("no-such-session");
        expectNotDiverted(client, "no-such-session");
    }

    private static void expectNotDiverted(PlainClient client, String session) throws IOException {
        client.send(Rpc.request("21", "_conformance/unknown", "{}"), session);
        Arrival answer = client.inbox().awaitResponse("21");
        Expect.equal("where the response came", PlainClient.CONNECTION_STREAM, answer.stream());
    }

    private static void notForResponses(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.prompt("31", session, "ask permission"), session);
        client.send(Rpc.permit(client.inbox().awaitRequest("session/request_permission")));
        Json answer = client.inbox().awaitResponse("31").json();
        Expect.equal("stopReason", "end_turn", answer.at("result", "stopReason").text());
    }
}
