// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.extension;

import java.io.IOException;
import java.util.List;

/** Long polling (wire.md 2.3), and what a client may ask before it begins (wire.md 2.5). */
final class PollChecks {
    private static final String POLLING = "2.3 · long polling";
    private static final String DISCOVERY = "2.5 · discovery and probing";

    private PollChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                extension(
                        "discovery-transports",
                        DISCOVERY,
                        "GET transports names the product, its transports with path and rank, and its limits.",
                        PollChecks::transports),
                extension(
                        "discovery-probe",
                        DISCOVERY,
                        "GET probe is an event stream that says something at once.",
                        PollChecks::probe),
                extension(
                        "poll-probe",
                        POLLING,
                        "A poll without connection and messages is answered at once, repeats its number and may not be kept.",
                        PollChecks::pollProbe),
                extension(
                        "poll-begins-connection",
                        POLLING,
                        "A poll that carries initialize begins a connection, and its answer names it.",
                        PollChecks::begins),
                extension(
                        "poll-repeated-begins-once",
                        POLLING,
                        "The same poll of the same client again finds the same connection and the same answer.",
                        PollChecks::beginsOnce),
                extension(
                        "poll-same-cursor-same-events",
                        POLLING,
                        "An answer that was lost comes again for the same cursor.",
                        PollChecks::sameCursor),
                extension(
                        "poll-message-executed-once",
                        POLLING,
                        "A message that comes twice with one sequence is answered once.",
                        PollChecks::executedOnce),
                extension(
                        "poll-newer-ends-older",
                        POLLING,
                        "A newer poll of a client ends the older one, with no events.",
                        PollChecks::newerEndsOlder),
                extension(
                        "poll-waits",
                        POLLING,
                        "A poll with nothing to say is answered with no events after its wait.",
                        PollChecks::waits),
                extension(
                        "poll-bad-body-400",
                        POLLING,
                        "A body that is no poll is answered with 400.",
                        trial -> Expect.status(Poller.exchange(trial, "{\"after\":\"x\"}"), 400)),
                extension(
                        "poll-unknown-connection-404",
                        POLLING,
                        "A poll for an unknown connection is answered with 404.",
                        trial -> Expect.status(
                                Poller.exchange(trial, "{\"connectionId\":\"conformance-unknown\"}"), 404)));
    }

    private static void transports(Trial trial) throws IOException {
        Json answer = Expect.json(Expect.status(trial.exchange(trial.request("GET"), "/transports"), 200));
        Expect.that(answer.at("name").isString() && answer.at("version").isString(), "no name and version: " + answer);
        Expect.that(!answer.at("limits", "bytes").isAbsent(), "no limit of bytes: " + answer);
        Expect.that(!answer.at("transports").items().isEmpty(), "no transports: " + answer);
        for (Json transport : answer.at("transports").items()) {
            Expect.that(
                    transport.at("id").isString()
                            && transport.at("path").isString()
                            && !transport.at("rank").isAbsent(),
                    "a transport without id, path or rank: " + transport);
        }
    }

    private static void probe(Trial trial) throws IOException {
        HttpSocket socket = trial.open();
        socket.send(
                trial.request("GET").with("Accept", "text/event-stream"),
                trial.subject().target() + "/probe");
        Response head = Expect.status(socket.head(), 200);
        Expect.that(
                head.header("Content-Type").startsWith("text/event-stream"),
                "expected an event stream but was " + head.header("Content-Type"));
        Expect.that(socket.body(head).read() >= 0, "the stream ended before it said anything");
    }

    private static void pollProbe(Trial trial) throws IOException {
        Response answer = Expect.status(Poller.exchange(trial, "{\"poll\":4711}"), 200);
        Expect.listed(answer, "Cache-Control", "no-store");
        Expect.equal("poll", "4711", Expect.json(answer).at("poll").source());
        Expect.that(Expect.json(answer).at("events").items().isEmpty(), "a probe has events: " + answer);
        Expect.that(Expect.json(answer).at("connectionId").isAbsent(), "a probe has a connection: " + answer);
    }

    private static void begins(Trial trial) throws IOException {
        Poller poller = new Poller(trial);
        Expect.equal("received", "1", poller.begin().at("received").source());
        Json event = poller.events(0).get(0);
        Expect.equal("sequence", "1", event.at("sequence").source());
        Expect.that(event.at("message", "result").isObject(), "no result of initialize: " + event);
    }

    private static void beginsOnce(Trial trial) throws IOException {
        Poller poller = new Poller(trial);
        String first = poller.begin().at("connectionId").text();
        Json again = poller.begin();
        Expect.equal("connectionId", first, again.at("connectionId").text());
        Expect.equal("received", "1", again.at("received").source());
    }

    private static void sameCursor(Trial trial) throws IOException {
        Poller poller = new Poller(trial);
        poller.begin();
        String once = poller.events(0).get(0).source();
        Expect.equal("the first event", once, poller.events(0).get(0).source());
    }

    private static void executedOnce(Trial trial) throws IOException {
        Poller poller = new Poller(trial);
        poller.begin();
        poller.events(0);
        String question = "\"after\":1,\"waitMillis\":0,\"messages\":[{\"sequence\":2,\"message\":"
                + Rpc.request("\"q\"", "_conformance/unknown", "{}") + "}]";
        poller.poll(question);
        poller.poll(question);
        poller.events(1);
        Json all = poller.poll("\"after\":1,\"waitMillis\":1000");
        Expect.equal("number of answers", 1, all.at("events").items().size());
    }

    /** Which of two polls on two sockets comes first nobody can know: one of them must be over before its wait. */
    private static void newerEndsOlder(Trial trial) throws IOException {
        Poller poller = new Poller(trial);
        poller.begin();
        String cursor = "\"after\":" + poller.events(0).size();
        long begun = System.nanoTime();
        HttpSocket longer = poller.ask(cursor + ",\"waitMillis\":7000");
        poller.poll(cursor + ",\"waitMillis\":2000");
        long second = (System.nanoTime() - begun) / 1_000_000;
        Json ended = Expect.json(Expect.status(longer.answer(), 200));
        long both = (System.nanoTime() - begun) / 1_000_000;
        Expect.that(ended.at("events").items().isEmpty(), "the other poll has events: " + ended);
        Expect.that(ended.at("ended").isAbsent(), "the other poll says that the connection has ended: " + ended);
        Expect.that(both < 6000 || second < 1500, "both polls waited, " + second + " and " + both + " ms");
    }

    private static void waits(Trial trial) throws IOException {
        Poller poller = new Poller(trial);
        poller.begin();
        int cursor = poller.events(0).size();
        long begun = System.nanoTime();
        Json answer = poller.poll("\"after\":" + cursor + ",\"waitMillis\":1000");
        long millis = (System.nanoTime() - begun) / 1_000_000;
        Expect.that(answer.at("events").items().isEmpty(), "there are events: " + answer);
        Expect.that(millis >= 900, "the answer came after " + millis + " ms");
    }
}
