// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.runtime.connection.FakeTimers;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** A connection on fake transports in fake time, and what its application hears. */
final class Voyage implements AgentListener {
    static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{}}";

    final FakeTimers time = new FakeTimers();
    final FakeTransport websocket = new FakeTransport("websocket", 300, true);
    final FakeTransport sse = new FakeTransport("sse", 200, false);
    final FakeTransport polling = new FakeTransport("polling", 100, true);
    final List<String> heard = new ArrayList<>();
    final List<CloseReason> ends = new ArrayList<>();
    final List<ConnectionState> states = new ArrayList<>();
    final List<String> farewells = new ArrayList<>();
    final PathMemory memory = PathMemory.inMemory();

    /** Is what the application answers the next message with. */
    CompletionStage<Void> demand = CompletableFuture.completedStage(null);

    ResumableConnection connection;
    CompletableFuture<AgentConnection> opened;

    Voyage begin(boolean renewing, FakeTransport... transports) {
        Surroundings around = new Surroundings(
                new Target.Address(URI.create("http://gateway.test/acp")),
                Stream.of(transports)
                        .map(transport -> new Way(transport, !transport.sends()))
                        .toList(),
                null,
                Settings.NONE,
                ConnectSettings.from(Settings.NONE),
                memory,
                time,
                new Random(7),
                id -> {
                    farewells.add(id);
                    return CompletableFuture.completedStage(null);
                },
                renewing);
        AgentContext context =
                new AgentContext("d-1", new Peer("local", "test", Peer.ANONYMOUS), MessageLimits.STANDARD, this);
        connection = new ResumableConnection(context, around, (name, state) -> states.add(state));
        opened = connection.begin().toCompletableFuture();
        return this;
    }

    /** Begins over WebSocket to a Fairlead; returns the wire. */
    FakeDial connected(boolean renewing) {
        begin(renewing, websocket);
        return websocket.dialled().attach("one", 0);
    }

    CompletionStage<Void> send(String json) {
        return connection.send(Message.of(json));
    }

    CompletionStage<Void> request(int id) {
        return send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"session/prompt\"}");
    }

    static String result(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}";
    }

    static String update(int number) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"n\":" + number + "}}";
    }

    /** Lets the first retry happen, which comes within 100 ms. */
    void retry() {
        time.advance(Duration.ofMillis(100));
    }

    <T extends ConnectionState> T last(Class<T> kind) {
        return states.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        heard.add(message.text());
        return demand;
    }

    @Override
    public void onClosed(CloseReason reason) {
        ends.add(reason);
    }
}
