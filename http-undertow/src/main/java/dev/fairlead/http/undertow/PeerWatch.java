// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Notices, without writing, that a peer of HTTP/1.1 went away while it is being answered, and closes the connection then.
 *
 * <p>Undertow does not read while it answers, and so would notice at the next write. HTTP/2 needs no watch: its frames are read
 * always. A peer that has shut down its output has gone away, too.
 */
final class PeerWatch implements ChannelListener<ConduitStreamSourceChannel> {
    private final HttpServerConnection connection;

    private PeerWatch(HttpServerConnection connection) {
        this.connection = connection;
    }

    /** Begins to watch, if there is a need. The request has been read. Called by the socket's thread. */
    static void over(HttpServerExchange exchange) {
        if (exchange.getConnection() instanceof HttpServerConnection connection && connection.getExtraBytes() == null) {
            ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
            source.setConduit(connection.getOriginalSourceConduit());
            source.setReadListener(new PeerWatch(connection));
            source.resumeReads();
        }
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        boolean free = true;
        try {
            int count = source.read(pooled.getBuffer());
            if (count < 0) {
                IoUtils.safeClose(connection);
            } else if (count > 0) {
                // The next request, sent early: it waits, and the watch is over.
                source.suspendReads();
                pooled.getBuffer().flip();
                connection.ungetRequestBytes(pooled);
                free = false;
            }
        } catch (IOException e) {
            IoUtils.safeClose(connection);
        } finally {
            if (free) {
                pooled.close();
            }
        }
    }
}
