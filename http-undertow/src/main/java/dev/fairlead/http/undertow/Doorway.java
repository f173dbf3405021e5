// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.spi.Settings;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2ReceiveListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.channels.ConnectedChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Where sockets come in: finds out from the first bytes whether they speak HTTP/1.1 or HTTP/2 with prior knowledge (RFC 9113 §3.3).
 *
 * <p>Undertow could do that itself, but then has no time-out for a socket that says {@code PRI} and nothing more.
 */
final class Doorway implements ChannelListener<StreamConnection> {
    private static final Logger log = LoggerFactory.getLogger(Doorway.class);

    /** The beginning of an HTTP/2 connection preface, which no method of HTTP/1.1 shares. */
    private static final byte[] PREFACE = {'P', 'R', 'I', ' '};

    private final ByteBufferPool buffers;
    private final HttpHandler handler;
    private final OptionMap options;
    private final Duration keepAlive;
    private final HttpOpenListener http1;

    /** What {@link #http1} does not know of. */
    private final Set<ConnectedChannel> open = ConcurrentHashMap.newKeySet();

    Doorway(Settings settings, ByteBufferPool buffers, HttpHandler handler) {
        this.buffers = buffers;
        this.handler = handler;
        this.options = HttpSettings.options(settings);
        this.keepAlive = settings.get(HttpSettings.KEEP_ALIVE);
        this.http1 = new HttpOpenListener(
                buffers,
                OptionMap.builder()
                        .addAll(options)
                        .set(
                                UndertowOptions.ENABLE_HTTP2,
                                false) // prior knowledge is ours; the upgrade has a handler of its own
                        .getMap());
        http1.setRootHandler(new UpgradeToHttp2(settings, handler));
    }

    @Override
    public void handleEvent(StreamConnection socket) {
        open.add(socket);
        socket.setCloseListener(open::remove);
        new Arrival(socket).handleEvent(socket.getSourceChannel());
    }

    /** Cuts every socket, on the thread of each. */
    void closeAll() {
        open.forEach(channel -> new IoLoop(channel.getIoThread()).run(() -> IoUtils.safeClose(channel)));
        http1.closeConnections();
    }

    /** A socket that has not said yet what it speaks. */
    private final class Arrival implements ChannelListener<ConduitStreamSourceChannel> {
        private final StreamConnection socket;
        private final Deadline silence;
        private @Nullable PooledByteBuffer first;

        Arrival(StreamConnection socket) {
            this.socket = socket;
            this.silence = new Deadline(new IoLoop(socket.getIoThread()), keepAlive, this::cut);
            silence.start();
            socket.getSourceChannel().setReadListener(this);
        }

        @Override
        public void handleEvent(ConduitStreamSourceChannel source) {
            PooledByteBuffer pooled = first == null ? buffers.allocate() : first;
            first = pooled;
            ByteBuffer bytes = pooled.getBuffer();
            try {
                if (source.read(bytes) < 0) {
                    cut();
                    return;
                }
            } catch (IOException e) {
                log.debug("A socket broke before its first request.", e);
                cut();
                return;
            }
            int matching = matchingPreface(bytes);
            if (matching == bytes.position() && matching < PREFACE.length) {
                if (matching == 0) {
                    release();
                }
                source.resumeReads();
                return;
            }
            source.suspendReads();
            bytes.flip();
            open.remove(socket);
            if (matching == PREFACE.length) {
                openHttp2(socket, pooled, silence);
            } else {
                silence.stop();
                http1.handleEvent(socket, pooled);
            }
        }

        private void cut() {
            silence.stop();
            release();
            IoUtils.safeClose(socket);
        }

        private void release() {
            if (first != null) {
                first.close();
                first = null;
            }
        }
    }

    private static int matchingPreface(ByteBuffer bytes) {
        int matching = 0;
        while (matching < Math.min(bytes.position(), PREFACE.length) && bytes.get(matching) == PREFACE[matching]) {
            matching++;
        }
        return matching;
    }

    private void openHttp2(StreamConnection socket, PooledByteBuffer first, Deadline silence) {
        Http2Channel channel = new Http2Channel(socket, null, buffers, first, false, false, options);
        open.add(channel);
        channel.addCloseTask(closed -> {
            silence.stop();
            open.remove(closed);
        });
        HttpHandler afterSilence = exchange -> {
            silence.stop();
            handler.handleRequest(exchange);
        };
        channel.getReceiveSetter().set(new Http2ReceiveListener(afterSilence, options, buffers.getBufferSize(), null));
        channel.resumeReceives();
    }
}
