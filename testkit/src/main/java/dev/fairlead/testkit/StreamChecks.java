// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.extension;
import static dev.fairlead.testkit.ConformanceCheck.must;

import dev.fairlead.testkit.Inbox.Arrival;
import dev.fairlead.testkit.Inbox.Kind;
import java.io.IOException;
import java.util.List;

/** What the bytes of a stream look like: its head, its first bytes, its events. */
final class StreamChecks {
    private static final String HEADERS = "1 · server headers on streams";

    private StreamChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "stream-cache-control",
                        HEADERS,
                        "Streams have Cache-Control: no-cache, no-store, no-transform.",
                        StreamChecks::cacheControl),
                must(
                        "stream-no-accel-buffering",
                        HEADERS,
                        "Streams have X-Accel-Buffering: no.",
                        trial -> Expect.listed(head(trial), "X-Accel-Buffering", "no")),
                must(
                        "stream-not-compressed",
                        HEADERS,
                        "Streams are not compressed, though the client accepts gzip.",
                        StreamChecks::notCompressed),
                must(
                                "stream-keeps-messages-before-get",
                                "1 · messages produced before a stream's GET",
                                "What comes before the GET of the connection or session stream is kept for it, in order.",
                                StreamChecks::keepsMessagesBeforeGet)
                        .withDemoAgent(),
                extension(
                        "stream-first-bytes",
                        "2.1 · the first bytes after the headers",
                        "The first bytes are a comment and retry:, flushed at once, before any message.",
                        StreamChecks::firstBytes),
                extension(
                                "stream-event-ids-rise",
                                "2.1 · id: sequence on every event",
                                "Every message has a decimal id, which rises on each stream and is never used twice.",
                                StreamChecks::eventIdsRise)
                        .withDemoAgent(),
                extension(
                                "stream-last-event-id-replays",
                                "2.1 · Last-Event-ID",
                                "A GET with Last-Event-ID replays what its stream has after that event, and no more.",
                                StreamChecks::lastEventIdReplays)
                        .withDemoAgent(),
                extension(
                                "stream-resumes-after-cut",
                                "2.1 · Last-Event-ID",
                                "What comes while a cut stream has no reader is there for a GET with Last-Event-ID.",
                                StreamChecks::resumesAfterCut)
                        .withDemoAgent(),
                extension(
                                "stream-named-events-harmless",
                                "2.1 · events, for plain clients that ignore event names",
                                "The data of a named event is empty or a JSON-RPC notification.",
                                StreamChecks::namedEventsHarmless)
                        .withDemoAgent());
    }

    /** Fails unless the last event that was taken from the stream is named {@code end}. */
    static void expectEndEvent(Inbox inbox, String stream) {
        List<Arrival> events = inbox.past().stream()
                .filter(arrival -> arrival.stream().equals(stream))
                .filter(arrival -> arrival.kind() == Kind.MESSAGE || arrival.kind() == Kind.NAMED_EVENT)
                .toList();
        String last = events.isEmpty() ? "none" : events.get(events.size() - 1).name();
        Expect.equal("name of the last event of the " + stream, "end", last);
    }

    private static Response head(Trial trial) throws IOException {
        return trial.initialize().openStream().head();
    }

    private static void cacheControl(Trial trial) throws IOException {
        Response head = head(trial);
        for (String directive : List.of("no-cache", "no-store", "no-transform")) {
            Expect.listed(head, "Cache-Control", directive);
        }
    }

    private static void notCompressed(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        Request get = client.get().with("Accept-Encoding", "gzip, deflate, br");
        Response head = client.openStream(get, PlainClient.CONNECTION_STREAM).head();
        Expect.equal("Content-Encoding", "", head.header("Content-Encoding"));
    }

    private static void keepsMessagesBeforeGet(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        client.send(Rpc.request("\"early\"", "session/new", Rpc.NEW_SESSION));
        client.openStream();
        String session =
                PlainClient.sessionId(client.inbox().awaitResponse("\"early\"").json());
        client.send(Rpc.prompt("2", session, "stream 20 chunks every 0 ms of 40 bytes"), session);
        // The answer to a later request shows that the agent is at work; the session stream is opened only now.
        client.send(Rpc.request("3", "_conformance/unknown", "{}"));
        client.inbox().awaitResponse("3");
        client.openStream(session);
        client.inbox().awaitResponse("2");
        Chunks.of(client.inbox(), session).expect(20);
    }

    private static void firstBytes(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        client.openStream();
        client.inbox().await("A comment", arrival -> arrival.text().startsWith(":"));
        client.inbox().await("retry:", arrival -> arrival.text().matches("retry: ?[0-9]+"));
        boolean alone = client.inbox().past().stream().allMatch(arrival -> arrival.kind() == Kind.REMARK);
        Expect.that(alone, "something came before them: " + client.inbox().past());
    }

    private static void eventIdsRise(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.prompt("1", session, "stream 5 chunks every 0 ms of 40 bytes"), session);
        client.inbox().awaitResponse("1");
        List<Arrival> messages = messages(client.inbox());
        for (Arrival message : messages) {
            Expect.that(
                    message.id().matches("[1-9][0-9]{0,17}"),
                    "the id of an event is '" + message.id() + "': " + message);
        }
        Expect.equal(
                "different ids",
                (long) messages.size(),
                messages.stream().map(Arrival::id).distinct().count());
        List<Long> ofSession = messages.stream()
                .filter(arrival -> arrival.stream().equals(client.sessionStream(session)))
                .map(arrival -> Long.valueOf(arrival.id()))
                .toList();
        Expect.equal("ids of the session stream", ofSession.stream().sorted().toList(), ofSession);
    }

    private static void lastEventIdReplays(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSessionWithoutStream();
        EventStream first = client.openStream(session);
        client.send(Rpc.prompt("1", session, "stream 5 chunks every 0 ms of 40 bytes"), session);
        client.inbox().awaitResponse("1");
        first.close();
        List<Arrival> had = messages(client.inbox()).stream()
                .filter(arrival -> arrival.stream().equals(first.name()))
                .toList();
        Arrival last = had.get(had.size() - 3);
        Expect.that(!last.id().isEmpty(), "an event has no id: " + last);
        Request again = client.get().session(session).with("Last-Event-ID", last.id());
        EventStream second = client.openStream(again, "second stream");
        client.inbox().awaitResponse("1");
        List<String> replayed = messages(client.inbox()).stream()
                .filter(arrival -> arrival.stream().equals(second.name()))
                .map(Arrival::text)
                .toList();
        List<String> missed = had.subList(had.size() - 2, had.size()).stream()
                .map(Arrival::text)
                .toList();
        Expect.equal("what was replayed", missed, replayed);
    }

    private static void resumesAfterCut(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSessionWithoutStream();
        EventStream first = client.openStream(session);
        client.send(Rpc.prompt("1", session, "stream 1 chunks every 0 ms of 40 bytes"), session);
        Arrival last = client.inbox().awaitResponse("1");
        Expect.that(!last.id().isEmpty(), "an event has no id: " + last);
        first.close();
        client.send(Rpc.request("2", "_conformance/unknown", Rpc.inSession(session)), session);
        client.send(Rpc.request("3", "_conformance/unknown", "{}"));
        client.inbox().awaitResponse("3");
        client.openStream(client.get().session(session).with("Last-Event-ID", last.id()), "second stream");
        Expect.equal("where the response came", "second stream", client.inbox().awaitResponse("2").stream());
    }

    private static void namedEventsHarmless(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String session = client.newSession();
        client.send(Rpc.prompt("1", session, "stream 2 chunks every 0 ms of 40 bytes"), session);
        client.inbox().awaitResponse("1");
        client.close();
        client.inbox().awaitEnd(PlainClient.CONNECTION_STREAM);
        List<Arrival> named = client.inbox().past().stream()
                .filter(arrival -> arrival.kind() == Kind.NAMED_EVENT)
                .toList();
        CheckSkipped.unless(!named.isEmpty(), "the server sends no named events");
        for (Arrival event : named) {
            Json data = event.json();
            boolean notification = data.at("jsonrpc").text().equals("2.0")
                    && data.at("method").isString()
                    && data.at("id").isAbsent();
            Expect.that(
                    event.text().isEmpty() || notification,
                    "a plain client takes this for a message and complains: " + event);
        }
    }

    private static List<Arrival> messages(Inbox inbox) {
        return inbox.past().stream()
                .filter(arrival -> arrival.kind() == Kind.MESSAGE)
                .toList();
    }
}
