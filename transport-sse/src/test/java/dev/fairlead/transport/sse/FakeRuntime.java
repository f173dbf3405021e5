// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The runtime as one wire sees it: the context, the attachment and the listener in one, with a record of what it was told. */
final class FakeRuntime implements ServeContext, Attachment, WireListener {
    final List<HttpRoute> routes = new ArrayList<>();
    final List<AttachRequest> requests = new ArrayList<>();
    final List<Wire> started = new ArrayList<>();
    final List<CloseReason> abandoned = new ArrayList<>();
    final List<CloseReason> closed = new ArrayList<>();
    AgentException refusal;
    Runnable duringStart = () -> {};

    @Override
    public Settings settings() {
        return Settings.NONE;
    }

    @Override
    public MessageLimits limits() {
        return MessageLimits.STANDARD;
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
        return 0;
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
        throw new AssertionError("SSE has no way up");
    }

    @Override
    public void onClosed(CloseReason reason) {
        closed.add(reason);
    }
}
