// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The runtime as one wire sees it: the context, the attachment and the listener in one, with a record of what it was told. */
final class FakeRuntime implements ServeContext, Attachment, WireListener {
    /** A message as it came. */
    record Received(long sequence, String text) {}

    final List<HttpRoute> routes = new ArrayList<>();
    final List<AttachRequest> requests = new ArrayList<>();
    final List<Wire> started = new ArrayList<>();
    final List<CloseReason> abandoned = new ArrayList<>();
    final List<Received> messages = new ArrayList<>();
    final List<Long> acknowledged = new ArrayList<>();
    final List<CloseReason> closed = new ArrayList<>();
    int alive;
    Settings settings = Settings.NONE;
    AgentException refusal;
    Runnable duringStart = () -> {};
    CompletionStage<Void> demand = CompletableFuture.completedFuture(null);

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public MessageLimits limits() {
        return new MessageLimits(1000, 20, 30);
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
        throw new AssertionError("Refused a call in place of throwing", why);
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
        return 7;
    }

    @Override
    public WireListener start(Wire wire) {
        started.add(wire);
        duringStart.run();
        if (!closed.isEmpty()) {
            throw new AssertionError("onClosed came before the listener was there");
        }
        return this;
    }

    @Override
    public void abandon(CloseReason reason) {
        abandoned.add(reason);
    }

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        messages.add(new Received(sequence, new String(utf8, StandardCharsets.UTF_8)));
        return demand;
    }

    @Override
    public void onAcknowledged(long sequence) {
        acknowledged.add(sequence);
    }

    @Override
    public void onAlive() {
        alive++;
    }

    @Override
    public void onClosed(CloseReason reason) {
        closed.add(reason);
    }
}
