// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.must;

import dev.fairlead.testkit.Inbox.Arrival;
import java.io.IOException;
import java.util.List;

/** Which response belongs to which request. */
final class IdentityChecks {
    private static final String IDS = "1 · both directions may use the same id";

    private IdentityChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "id-zero",
                        IDS + ", id 0 is legal",
                        "A request with id 0 is answered with id 0.",
                        trial -> answered(trial, "0")),
                must(
                        "id-spellings",
                        IDS + ", 1 and \"1\" differ",
                        "The ids -1, \"\", \"1\", \"a\\\"b\", \"ü\" and 9007199254740991 come back as they were sent.",
                        IdentityChecks::spellings),
                must(
                                "id-number-is-not-string",
                                IDS + ", 1 and \"1\" differ",
                                "While request 1 of a session is pending, request \"1\" of the connection has its own answer.",
                                IdentityChecks::numberIsNotString)
                        .withDemoAgent(),
                must(
                                "id-same-in-both-directions",
                                IDS,
                                "The client may use the id of a pending request of the agent; both get their own answer.",
                                IdentityChecks::sameInBothDirections)
                        .withDemoAgent());
    }

    private static void answered(Trial trial, String id) throws IOException {
        PlainClient client = trial.connect();
        client.send(Rpc.request(id, "_conformance/unknown", "{}"));
        client.inbox().awaitResponse(id);
    }

    private static void spellings(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        for (String id : List.of("-1", "\"\"", "\"1\"", "\"a\\\"b\"", "\"\u00fc\"", "9007199254740991")) {
            client.send(Rpc.request(id, "_conformance/unknown", "{}"));
            client.inbox().awaitResponse(id);
        }
    }

    private static void numberIsNotString(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.prompt("1", session, "ask permission"), session);
        Json permission = client.inbox().awaitRequest("session/request_permission");
        client.send(Rpc.request("\"1\"", "_vendor/x", "{}"));
        Arrival ofString = client.inbox().awaitResponse("\"1\"");
        Expect.equal("where the response to \"1\" came", PlainClient.CONNECTION_STREAM, ofString.stream());
        client.send(Rpc.permit(permission), session);
        Arrival ofNumber = client.inbox().awaitResponse("1");
        Expect.equal("where the response to 1 came", client.sessionStream(session), ofNumber.stream());
    }

    private static void sameInBothDirections(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.prompt("\"prompt\"", session, "ask permission"), session);
        Json permission = client.inbox().awaitRequest("session/request_permission");
        String id = permission.at("id").source();
        client.send(Rpc.request(id, "_vendor/x", "{}"));
        Arrival own = client.inbox().awaitResponse(id);
        Expect.equal("where the response to the client's request came", PlainClient.CONNECTION_STREAM, own.stream());
        client.send(Rpc.permit(permission), session);
        Json turn = client.inbox().awaitResponse("\"prompt\"").json();
        Expect.equal("stopReason", "end_turn", turn.at("result", "stopReason").text());
    }
}
