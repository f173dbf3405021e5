// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * What a request brings along: read up to a limit, or thrown away.
 *
 * <p>Memory grows with the bytes that came, not with those that were announced. Used by the socket's thread alone.
 */
final class RequestBody implements IoCallback {
    private static final byte[] NOTHING = {};
    private static final int FIRST_BYTES = 16 * 1024;

    /** How much is thrown away in one go, to keep a connection. */
    private static final int SKIP_BYTES = 256 * 1024;

    private final Exchange exchange;
    private final HttpServerExchange undertow;
    private final Deadline deadline;
    private CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    private @Nullable StreamSourceChannel channel;
    private byte[] buffer = NOTHING;
    private int size;
    private int limit;

    RequestBody(Exchange exchange, Duration time) {
        this.exchange = exchange;
        this.undertow = exchange.undertow();
        this.deadline =
                new Deadline(exchange.loop(), time, () -> size, () -> lost(new IOException("the body took too long")));
    }

    /** Reads all of it, see {@link dev.fairlead.api.http.HttpCall#body}, and completes {@code bytes} with it. Called once. */
    void read(int limit, CompletableFuture<byte[]> bytes) {
        this.limit = limit;
        this.bytes = bytes;
        long length = undertow.getRequestContentLength();
        if (undertow.isRequestComplete()) {
            bytes.complete(buffer);
        } else if (length > limit) {
            tooLarge();
        } else {
            buffer = new byte[(int) Math.min(limit, length > 0 ? Math.min(length, FIRST_BYTES) : FIRST_BYTES)];
            if (HttpContinue.requiresContinueResponse(undertow)) {
                HttpContinue.sendContinueResponse(undertow, this);
            } else {
                begin();
            }
        }
    }

    /** Throws away what has come already. Returns whether nothing more is to come, so that the connection can be kept. */
    boolean skip() {
        if (undertow.isRequestComplete()) {
            return true;
        }
        if (HttpContinue.requiresContinueResponse(undertow)) {
            return false;
        }
        try (PooledByteBuffer pooled =
                undertow.getConnection().getByteBufferPool().allocate()) {
            return discard(channel(), pooled.getBuffer(), SKIP_BYTES);
        } catch (IOException e) {
            return false;
        }
    }

    /** Throws away what still comes, so that the peer reads the answer before the connection ends; cuts it when the time is over. */
    void drain(Duration time) {
        Deadline patience = new Deadline(exchange.loop(), time, exchange::cut);
        patience.start();
        exchange.over().thenRun(patience::stop);
        listen(source -> {
            try (PooledByteBuffer pooled =
                    undertow.getConnection().getByteBufferPool().allocate()) {
                if (discard(source, pooled.getBuffer(), SKIP_BYTES)) {
                    source.suspendReads();
                    exchange.end();
                }
            } catch (IOException e) {
                exchange.cut();
            }
        });
    }

    /** The 100 was sent. */
    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
        begin();
    }

    /** The 100 could not be sent. */
    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException failure) {
        lost(failure);
    }

    private void begin() {
        fill(channel());
        if (!bytes.isDone()) {
            deadline.start();
            listen(this::fill);
        }
    }

    private void listen(ChannelListener<StreamSourceChannel> listener) {
        StreamSourceChannel source = channel();
        source.getReadSetter().set(listener);
        source.resumeReads();
    }

    private void fill(StreamSourceChannel source) {
        try (PooledByteBuffer pooled =
                undertow.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer part = pooled.getBuffer();
            while (!bytes.isDone()) {
                part.clear();
                int count = source.read(part);
                if (count == 0) {
                    return;
                }
                if (count < 0) {
                    pause(source);
                    byte[] all = size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
                    buffer = NOTHING;
                    bytes.complete(all);
                } else if (count > limit - size) {
                    pause(source);
                    tooLarge();
                } else {
                    keep(part.flip());
                }
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private void keep(ByteBuffer part) {
        int needed = size + part.remaining();
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(limit, Math.max(needed, buffer.length * 2L)));
        }
        part.get(buffer, size, needed - size);
        size = needed;
    }

    private void pause(StreamSourceChannel source) {
        deadline.stop();
        source.suspendReads();
    }

    private void tooLarge() {
        buffer = NOTHING;
        bytes.completeExceptionally(
                new AgentException(Code.TOO_LARGE, "The body of the request is larger than " + limit + " bytes."));
    }

    private void lost(IOException cause) {
        deadline.stop();
        exchange.cut();
        bytes.completeExceptionally(
                new AgentException(Code.LINK_LOST, "The client went away before its request was complete.", cause));
    }

    /** Returns whether the end was reached within so many bytes. */
    private static boolean discard(StreamSourceChannel source, ByteBuffer scratch, int most) throws IOException {
        for (int total = 0; total < most; ) {
            scratch.clear();
            int count = source.read(scratch);
            if (count <= 0) {
                return count < 0;
            }
            total += count;
        }
        return false;
    }

    private StreamSourceChannel channel() {
        if (channel == null) {
            channel = undertow.getRequestChannel();
        }
        return channel;
    }
}
