// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.WireListener;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Hears one wire for its connection. */
final class FromWire implements WireListener {
    private final FromClients fromClients;
    private final Wires wires;
    private final Reader reader;
    private final @Nullable String client;
    private final MessageLimits limits;

    FromWire(FromClients fromClients, Wires wires, Reader reader, @Nullable String client, MessageLimits limits) {
        this.fromClients = fromClients;
        this.wires = wires;
        this.reader = reader;
        this.client = client;
        this.limits = limits;
    }

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        reader.pulse.heard();
        Message message = null;
        try {
            message = Message.read(utf8, limits);
            return fromClients.acceptOnce(client, sequence, message);
        } catch (AgentException e) {
            return fromClients.refuse(client, sequence, message, e);
        } finally {
            if (sequence != UNNUMBERED) {
                wires.owe(reader, utf8.length);
            }
        }
    }

    @Override
    public void onAcknowledged(long sequence) {
        reader.pulse.heard();
        wires.acknowledged(reader, sequence);
    }

    @Override
    public void onAlive() {
        reader.pulse.heard();
    }

    @Override
    public void onClosed(CloseReason why) {
        wires.detach(reader, why);
    }
}
