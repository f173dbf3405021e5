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
    private final Connection connection;
    private final Reader reader;
    private final @Nullable String client;
    private final MessageLimits limits;

    FromWire(Connection connection, Reader reader, @Nullable String client, MessageLimits limits) {
        this.connection = connection;
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
            return connection.acceptOnce(client, sequence, message);
        } catch (AgentException e) {
            return connection.refuse(client, sequence, message, e);
        } finally {
            if (sequence != UNNUMBERED) {
                connection.owe(reader, utf8.length);
            }
        }
    }

    @Override
    public void onAcknowledged(long sequence) {
        reader.pulse.heard();
        connection.acknowledged(reader, sequence);
    }

    @Override
    public void onAlive() {
        reader.pulse.heard();
    }

    @Override
    public void onClosed(CloseReason why) {
        connection.detach(reader, why);
    }
}
