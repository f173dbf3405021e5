// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.extension;
import static dev.fairlead.testkit.ConformanceCheck.must;

import dev.fairlead.testkit.Inbox.Arrival;
import dev.fairlead.testkit.Inbox.Kind;
import java.io.IOException;
import java.util.List;

/** Which GET gets a stream, and what becomes of the one before it. */
final class GetChecks {
    private static final String SECOND = "1 · second GET on the same stream";
    private static final String PROVISIONAL = "1 · GET for a session the connection does not know yet";
    private static final String NEWER = "newer stream";

    private GetChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "get-not-event-stream-406",
                        "1 · GET, Accept without text/event-stream",
                        "A GET that does not accept text/event-stream is answered with 406.",
                        GetChecks::notAcceptable),
                must(
                        "get-accept-among-others",
                        "1 · GET, Accept without text/event-stream",
                        "A GET that accepts text/event-stream among others, with parameters, gets the stream.",
                        GetChecks::acceptAmongOthers),
                must(
                        "get-without-connection",
                        "1 · GET without connection id",
                        "A GET without a connection id is answered with 400.",
                        trial -> Expect.status(trial.head(trial.get()), 400)),
                must(
                        "get-unknown-connection",
                        "1 · GET with unknown connection id",
                        "A GET with an unknown connection id is answered with 404, with and without a session.",
                        GetChecks::unknownConnection),
                must(
                        "get-connection-stream",
                        "1 · GET with connection id",
                        "A GET with a connection id opens the connection stream, whose head comes at once.",
                        trial -> trial.initialize().openStream()),
                must(
                                "get-session-stream",
                                "1 · GET with connection id",
                                "A GET with a connection id and a session opens that session's stream at once.",
                                trial -> trial.connect().newSession())
                        .withDemoAgent(),
                must(
                        "get-provisional-session",
                        PROVISIONAL,
                        "A GET for a session that the connection does not know is accepted.",
                        trial -> trial.initialize().openStream("conformance-not-yet-known")),
                must(
                                "get-provisional-bound-by-load",
                                PROVISIONAL,
                                "A stream opened before session/load carries the history that the load replays.",
                                GetChecks::boundByLoad)
                        .withDemoAgent(),
                must(
                        "get-supersedes-connection-stream",
                        SECOND,
                        "A second GET gets the connection stream, the older response ends, and nothing is lost.",
                        GetChecks::supersedesConnectionStream),
                must(
                                "get-supersedes-session-stream",
                                SECOND,
                                "A second GET gets the session stream, the older response ends, and nothing is lost.",
                                GetChecks::supersedesSessionStream)
                        .withDemoAgent(),
                extension(
                        "get-superseded-says-so",
                        "2.1 · every stream that ends on purpose",
                        "The last event of a superseded stream is named 'end'.",
                        GetChecks::supersededSaysSo));
    }

    private static void notAcceptable(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        for (String accept : List.of("application/json", "text/html, application/xhtml+xml")) {
            Expect.status(trial.head(client.get().set("Accept", accept)), 406);
        }
    }

    private static void acceptAmongOthers(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        Request get = client.get().set("Accept", "application/json, Text/Event-Stream;q=0.9, */*;q=0.1");
        client.openStream(get, PlainClient.CONNECTION_STREAM);
    }

    private static void unknownConnection(Trial trial) throws IOException {
        Request get = trial.get().connection("conformance-no-such-connection");
        Expect.status(trial.head(get), 404);
        Expect.status(trial.head(get.session("any")), 404);
    }

    private static void boundByLoad(Trial trial) throws IOException {
        PlainClient first = trial.connect();
        String session = first.newSession();
        first.send(Rpc.prompt("1", session, "stream 3 chunks every 0 ms of 40 bytes"), session);
        first.inbox().awaitResponse("1");
        PlainClient second = trial.connect();
        second.openStream(session);
        second.send(Rpc.load("2", session), session);
        Arrival update = second.inbox().await("The replayed history, or the refusal of session/load", arrival -> {
            Json json = arrival.json();
            return json.at("method").text().equals("session/update")
                    || (json.at("id").source().equals("2") && !json.at("error").isAbsent());
        });
        CheckSkipped.unless(
                update.json().at("error").isAbsent(),
                "the agent does not know its sessions from one connection to the next");
        Expect.equal("where the history came", second.sessionStream(session), update.stream());
    }

    private static void supersedesConnectionStream(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        client.openStream(client.get(), NEWER);
        expectSuperseded(client, PlainClient.CONNECTION_STREAM);
        client.send(Rpc.request("1", "_conformance/unknown", "{}"));
        Expect.equal("where the response came", NEWER, client.inbox().awaitResponse("1").stream());
    }

    private static void supersedesSessionStream(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.prompt("1", session, "stream 50 chunks every 5 ms of 40 bytes"), session);
        client.inbox()
                .await(
                        "The tenth chunk",
                        arrival -> Chunks.of(client.inbox(), session).size() >= 10);
        client.openStream(client.get().session(session), NEWER);
        expectSuperseded(client, client.sessionStream(session));
        Arrival answer = client.inbox().responseTo("1");
        Expect.equal("where the response came", NEWER, answer.stream());
        Chunks.of(client.inbox(), session).expect(50);
    }

    private static void supersededSaysSo(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        client.openStream(client.get(), NEWER);
        expectSuperseded(client, PlainClient.CONNECTION_STREAM);
        StreamChecks.expectEndEvent(client.inbox(), PlainClient.CONNECTION_STREAM);
    }

    private static void expectSuperseded(PlainClient client, String older) {
        Arrival end = client.inbox().awaitEnd(older);
        Expect.that(end.kind() == Kind.END, "the superseded stream was cut instead of ended: " + end.text());
    }
}
