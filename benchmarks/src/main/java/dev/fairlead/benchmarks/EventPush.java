// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;

/** Pushes one batch after the other with Undertow's own code for server-sent events. Created by the socket's thread. */
final class EventPush implements ServerSentEventConnection.EventCallback {
    private final XnioIoThread thread = Objects.requireNonNull(XnioIoThread.currentThread());
    private final ServerSentEventConnection connection;
    private final String data;

    EventPush(ServerSentEventConnection connection, byte[] message) {
        this.connection = connection;
        this.data = new String(message, StandardCharsets.US_ASCII);
    }

    void start() {
        thread.execute(this::next);
    }

    private void next() {
        for (int i = 1; i < BareBatch.EVENTS; i++) {
            connection.send(data, null, "1234567", null);
        }
        connection.send(data, null, "1234567", this);
    }

    @Override
    public void done(
            ServerSentEventConnection open, @Nullable String sent, @Nullable String event, @Nullable String id) {
        start();
    }

    @Override
    public void failed(
            ServerSentEventConnection open,
            @Nullable String unsent,
            @Nullable String event,
            @Nullable String id,
            IOException failure) {
        IoUtils.safeClose(connection);
    }
}
