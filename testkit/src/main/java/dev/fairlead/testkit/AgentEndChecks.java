// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.extension;
import static dev.fairlead.testkit.ConformanceCheck.must;

import dev.fairlead.testkit.Inbox.Arrival;
import dev.fairlead.testkit.Inbox.Kind;
import java.io.IOException;
import java.util.List;

/** What a client sees of an agent that dies; the demo agent does so at the prompt {@code crash}. */
final class AgentEndChecks {
    private static final String EXIT = "2.8 · agent exit";

    private AgentEndChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                                "agent-died-1011",
                                "1 · GET + Upgrade: websocket",
                                "When the agent dies, its WebSocket is closed with 1011.",
                                AgentEndChecks::webSocketClosed)
                        .withDemoAgent(),
                extension(
                                "agent-died-pending-failed",
                                EXIT,
                                "When the agent dies, a pending request is answered with a JSON-RPC error.",
                                AgentEndChecks::pendingFailed)
                        .withDemoAgent(),
                extension(
                                "agent-died-streams-ended",
                                EXIT,
                                "When the agent dies, the streams end, and the last event of each is named 'end'.",
                                AgentEndChecks::streamsEnded)
                        .withDemoAgent(),
                extension(
                                "agent-died-connection-gone",
                                EXIT,
                                "When the agent has died, its connection is unknown: 404.",
                                AgentEndChecks::connectionGone)
                        .withDemoAgent());
    }

    private static void webSocketClosed(Trial trial) throws IOException {
        RawWebSocket socket = trial.webSocket();
        socket.initialize();
        socket.send(Rpc.prompt("1", socket.newSession(), "crash"));
        Arrival end = awaitCrash(socket.inbox(), RawWebSocket.STREAM);
        Expect.that(end.kind() == Kind.END, "expected close 1011 but the link was cut: " + end.text());
        Expect.equal("close code", "1011", end.text());
    }

    private static void pendingFailed(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        crash(client);
        Json answer = client.inbox().awaitResponse("1").json();
        CheckSkipped.unless(answer.at("result").isAbsent(), "the agent does not crash");
        Expect.that(!answer.at("error", "code").isAbsent(), "expected an error but was " + answer);
    }

    private static void streamsEnded(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        String sessionStream = client.sessionStream(crash(client));
        awaitCrash(client.inbox(), PlainClient.CONNECTION_STREAM);
        StreamChecks.expectEndEvent(client.inbox(), PlainClient.CONNECTION_STREAM);
        boolean ended = client.inbox().past().stream()
                .anyMatch(arrival -> arrival.stream().equals(sessionStream) && arrival.kind() == Kind.END);
        if (!ended) {
            client.inbox().awaitEnd(sessionStream);
        }
        StreamChecks.expectEndEvent(client.inbox(), sessionStream);
    }

    private static void connectionGone(Trial trial) throws IOException {
        PlainClient client = trial.connect();
        crash(client);
        awaitCrash(client.inbox(), PlainClient.CONNECTION_STREAM);
        trial.awaitUnknown(client.id());
    }

    private static String crash(PlainClient client) throws IOException {
        String session = client.newSession();
        client.send(Rpc.prompt("1", session, "crash"), session);
        return session;
    }

    /** Waits for the end of the stream, unless the agent answers as if nothing had happened. */
    private static Arrival awaitCrash(Inbox inbox, String stream) {
        Arrival arrival = inbox.await(
                "The end of the " + stream,
                each -> (each.stream().equals(stream) && each.isEnd())
                        || each.json().at("result", "stopReason").isString());
        CheckSkipped.unless(arrival.json().at("result").isAbsent(), "the agent does not crash");
        return arrival;
    }
}
