// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The runtime as polls see it: the context, the attachment and the listener in one, with a record of what it was told. */
final class FakeRuntime implements ServeContext, Attachment, WireListener {
    final List<HttpRoute> routes = new ArrayList<>();
    final List<AttachRequest> requests = new ArrayList<>();
    final List<Wire> started = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    final List<CloseReason> closed = new ArrayList<>();
    final List<AgentException> refused = new ArrayList<>();
    AgentException refusal;
    CompletionStage<Void> demand = CompletableFuture.completedStage(null);
    Runnable duringMessage = () -> {};
    private final Settings settings;
    private long received;

    FakeRuntime() {
        this(Settings.of(Map.of()));
    }

    FakeRuntime(Settings settings) {
        this.settings = settings;
    }

    Wire wire() {
        return started.get(started.size() - 1);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public MessageLimits limits() {
        return new MessageLimits(1000, 16, 64);
    }

    @Override
    public Duration heartbeat() {
        return Duration.ofSeconds(15);
    }

    @Override
    public void route(HttpRoute route) {
        routes.add(route);
    }

    @Override
    public void refuse(HttpCall call, AgentException why) {
        refused.add(why);
        call.respond(400, Map.of(), new byte[0]);
    }

    @Override
    public Attachment attach(AttachRequest request) {
        requests.add(request);
        if (refusal != null) {
            throw refusal;
        }
        return this;
    }

    @Override
    public String connectionId() {
        return "c-1";
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public WireListener start(Wire wire) {
        started.add(wire);
        return this;
    }

    @Override
    public void abandon(CloseReason reason) {
        throw new AssertionError("A poll that was granted begins");
    }

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        messages.add(sequence + " " + new String(utf8, StandardCharsets.UTF_8).replace('"', '\''));
        received = sequence;
        int before = closed.size();
        duringMessage.run();
        if (closed.size() > before) {
            throw new AssertionError("onClosed came during a call of the listener [6.2]");
        }
        return demand;
    }

    @Override
    public void onClosed(CloseReason reason) {
        closed.add(reason);
    }
}
