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
        if (utf8.length == 0 && sequence != UNNUMBERED) {
            fromClients.skip(client, sequence);
            return counted(sequence, 0, fromClients.room());
        }
        Message message;
        try {
            message = Message.read(utf8, limits);
        } catch (AgentException e) {
            return counted(sequence, utf8.length, fromClients.refuse(client, sequence, null, e));
        }
        return accept(sequence, message);
    }

    /** Hands a message on as soon as there is room for it: the first one of a new wire comes unasked. */
    private CompletionStage<Void> accept(long sequence, Message message) {
        try {
            return fromClients.acceptOnce(client, sequence, message)
                    ? counted(sequence, message.size(), fromClients.room())
                    : fromClients.room().thenCompose(free -> accept(sequence, message));
        } catch (AgentException e) {
            return counted(sequence, message.size(), fromClients.refuse(client, sequence, message, e));
        }
    }

    private CompletionStage<Void> counted(long sequence, int bytes, CompletionStage<Void> next) {
        if (sequence != UNNUMBERED) {
            wires.owe(reader, bytes);
        }
        return next;
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
