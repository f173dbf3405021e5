// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** The berth of a wire that lasts as long as its medium. */
final class OneWire implements Berth, Attachment {
    private final Ear ear;
    private final CompletableFuture<Wire> wire = new CompletableFuture<>();
    private final AtomicBoolean taken = new AtomicBoolean();

    OneWire(Ear ear) {
        this.ear = ear;
    }

    @Override
    public Attachment attach(AttachRequest request) {
        if (!taken.compareAndSet(false, true)) {
            throw new AgentException(Code.LIMIT_REACHED, "This place is for one wire, and taken.");
        }
        return this;
    }

    @Override
    public CompletionStage<Wire> wire() {
        return wire;
    }

    @Override
    public String connectionId() {
        return Loopback.CONNECTION;
    }

    @Override
    public long received() {
        return ear.received();
    }

    @Override
    public WireListener start(Wire open) {
        wire.complete(open);
        return ear;
    }

    @Override
    public void abandon(CloseReason reason) {
        wire.completeExceptionally(new AgentException(reason.code(), reason.detail()));
    }
}
