// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * What there is to compare with: Undertow and nothing around it.
 *
 * <p>{@code /sse} and {@code /ws} push as fast as the socket takes it the bytes that Fairlead would, a full {@linkplain BareBatch
 * batch} and one flush at a time; {@code /sse-code} and {@code /ws-code} leave the same to Undertow's own code for the medium.
 * {@code /echo} is a WebSocket with explicit flush, one for all that came together; {@code /post} echoes bodies.
 */
final class BareUndertow implements AutoCloseable {
    private final Undertow server;
    private final byte[] update = Payload.update(200);
    private final byte[] text = Payload.joined(Payload.ascii("1234567 "), update);
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

    BareUndertow() {
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerThreads(1)
                .setHandler(Handlers.path()
                        .addExactPath("/sse", this::sse)
                        .addExactPath("/ws", this::frames)
                        .addExactPath(
                                "/sse-code",
                                Handlers.serverSentEvents(
                                        (connection, last) -> waiting.add(new EventPush(connection, update)::start)))
                        .addExactPath(
                                "/ws-code",
                                Handlers.websocket(
                                        (exchange, channel) -> waiting.add(new FramePush(channel, text)::start)))
                        .addExactPath("/echo", Handlers.websocket((exchange, channel) -> echo(channel)))
                        .addExactPath("/post", BareUndertow::post))
                .build();
        server.start();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    }

    /** Lets so many sockets of Undertow's own code push; before that, its threads have time for handshakes. */
    void begin(int sockets) throws InterruptedException {
        for (int i = 0; i < sockets; i++) {
            waiting.take().run();
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void post(HttpServerExchange exchange) {
        exchange.getRequestReceiver()
                .receiveFullBytes((call, body) -> call.getResponseSender().send(ByteBuffer.wrap(body)));
    }

    private void sse(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
        exchange.dispatch(
                exchange.getIoThread(),
                () -> new Stream(exchange.getResponseChannel(), BareBatch.events(update)).begin());
    }

    /** Answers any handshake: the key of our own client is always the same. */
    private void frames(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
        exchange.upgradeChannel(
                (connection, upgraded) -> new Stream(connection.getSinkChannel(), BareBatch.frames(update)).begin());
    }

    /**
     * Pushes one batch after the other, each when the socket is writable: a thread whose sockets always are would never come to look at
     * another.
     */
    private static final class Stream implements ChannelListener<StreamSinkChannel> {
        private final StreamSinkChannel channel;
        private final BareBatch batches;
        private ByteBuffer batch = ByteBuffer.allocate(0);

        Stream(StreamSinkChannel channel, BareBatch batches) {
            this.channel = channel;
            this.batches = batches;
        }

        void begin() {
            channel.getWriteSetter().set(this);
            channel.resumeWrites();
        }

        @Override
        public void handleEvent(StreamSinkChannel open) {
            try {
                if (!batch.hasRemaining()) {
                    batch = batches.next();
                }
                while (batch.hasRemaining()) {
                    if (channel.write(batch) == 0) {
                        return;
                    }
                }
                channel.flush();
            } catch (IOException e) {
                IoUtils.safeClose(channel);
            }
        }
    }

    private static void echo(WebSocketChannel channel) {
        channel.setRequireExplicitFlush(true);
        channel.getReceiveSetter().set(new Echo());
        channel.resumeReceives();
    }

    private static final class Echo extends AbstractReceiveListener {
        private boolean flushes;

        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            WebSockets.sendText(message.getData(), channel, (@Nullable WebSocketCallback<Void>) null);
            if (!flushes) {
                flushes = true;
                channel.getIoThread().execute(() -> {
                    flushes = false;
                    channel.flush();
                });
            }
        }
    }
}
