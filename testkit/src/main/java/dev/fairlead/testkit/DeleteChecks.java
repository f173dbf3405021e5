// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.extension;
import static dev.fairlead.testkit.ConformanceCheck.must;

import dev.fairlead.testkit.Inbox.Arrival;
import dev.fairlead.testkit.Inbox.Kind;
import java.io.IOException;
import java.util.List;

/** How a client ends its connection. */
final class DeleteChecks {
    private static final String ROW = "1 · DELETE";

    private DeleteChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "delete-accepted-202",
                        ROW,
                        "DELETE with a connection id is answered with 202 and an empty body.",
                        trial -> delete(trial, trial.initialize())),
                must(
                                "delete-ends-streams",
                                ROW,
                                "DELETE ends the connection stream and the session streams, not by cutting them.",
                                DeleteChecks::endsStreams)
                        .withDemoAgent(),
                must(
                        "delete-forgets-the-connection",
                        ROW,
                        "After DELETE the connection is unknown: POST, GET and DELETE get 404.",
                        DeleteChecks::forgets),
                must(
                        "delete-without-connection",
                        ROW,
                        "DELETE without a connection id is answered with 400.",
                        trial -> Expect.status(trial.exchange(trial.request("DELETE")), 400)),
                must(
                        "delete-unknown-connection",
                        ROW,
                        "DELETE with an unknown connection id is answered with 404.",
                        trial -> Expect.status(
                                trial.exchange(trial.request("DELETE").connection("conformance-unknown")), 404)),
                must(
                        "delete-leaves-others",
                        ROW,
                        "DELETE of one connection leaves another alone.",
                        DeleteChecks::leavesOthers),
                extension(
                        "delete-says-so",
                        "2.1 · every stream that ends on purpose",
                        "The last event of a stream that DELETE ends is named 'end'.",
                        DeleteChecks::saysSo));
    }

    private static void delete(Trial trial, PlainClient client) throws IOException {
        Expect.accepted(trial.exchange(trial.request("DELETE").connection(client.id())));
    }

    private static void endsStreams(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        delete(trial, client);
        Inbox inbox = client.inbox();
        inbox.await(
                "The end of both streams",
                arrival -> ended(inbox, PlainClient.CONNECTION_STREAM) && ended(inbox, client.sessionStream(session)));
        for (Arrival arrival : inbox.past()) {
            Expect.that(arrival.kind() != Kind.CUT, "a stream was cut instead of ended: " + arrival);
        }
    }

    private static boolean ended(Inbox inbox, String stream) {
        return inbox.past().stream()
                .filter(arrival -> arrival.stream().equals(stream))
                .anyMatch(Arrival::isEnd);
    }

    private static void forgets(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        delete(trial, client);
        Expect.status(trial.exchange(client.post(Rpc.notification("_conformance/unknown", "{}"))), 404);
        Expect.status(trial.head(client.get()), 404);
        Expect.status(trial.exchange(trial.request("DELETE").connection(client.id())), 404);
    }

    private static void leavesOthers(Trial trial) throws IOException {
        PlainClient stays = trial.connect();
        delete(trial, trial.initialize());
        stays.send(Rpc.request("1", "_conformance/unknown", "{}"));
        stays.inbox().awaitResponse("1");
    }

    private static void saysSo(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        delete(trial, client);
        client.inbox().awaitEnd(PlainClient.CONNECTION_STREAM);
        StreamChecks.expectEndEvent(client.inbox(), PlainClient.CONNECTION_STREAM);
    }
}
