// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * Puts the frames of a WebSocket on its socket: one send at a time, and between its messages the answer to the last ping, and at its
 * end the close frame.
 *
 * <p>Frames are gathered in buffers of the pool, which are held while something is under way; nothing else is queued. Used by the
 * socket's thread alone.
 */
final class FrameWriter {
    private static final int FINAL = 0x80;
    private static final int LONGEST_HEADER = 10;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ConduitStreamSinkChannel sink;
    private final ByteBufferPool buffers;
    private final Runnable broken;

    private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER).limit(0);
    private ByteBuffer payload = NOTHING;
    private @Nullable GatheredBytes gathered;

    private Frame.Kind kind = Frame.Kind.TEXT;
    private @Nullable Iterator<ByteBuffer> batch;
    private @Nullable CompletableFuture<Void> underWay;
    private byte @Nullable [] pong;
    private byte @Nullable [] close;
    private @Nullable Runnable closeSent;
    private boolean closing;
    private boolean stopped;

    /**
     * Creates a writer.
     *
     * @param broken is called when the socket takes nothing any more; {@link #stop} must follow
     */
    FrameWriter(ConduitStreamSinkChannel sink, ByteBufferPool buffers, Runnable broken) {
        this.sink = sink;
        this.buffers = buffers;
        this.broken = broken;
        sink.setWriteListener(ready -> proceed());
    }

    /** Sends frames of one kind; completes {@code taken} when the socket has taken them all, or fails it when it is gone. */
    void send(Frame.Kind kind, Iterable<ByteBuffer> payloads, CompletableFuture<Void> taken) {
        if (closing || stopped) {
            taken.completeExceptionally(lost());
            return;
        }
        this.kind = kind;
        batch = payloads.iterator();
        underWay = taken;
        proceed();
    }

    /** Answers a ping; the answer to an earlier one that has not left yet is forgotten (RFC 6455 §5.5.3). */
    void pong(byte[] payload) {
        if (!closing && !stopped) {
            pong = payload;
            proceed();
        }
    }

    /**
     * Sends the last frame, behind the send under way. Called once.
     *
     * @param sent is called when the socket has taken it
     */
    void close(byte[] payload, Runnable sent) {
        closing = true;
        pong = null;
        close = payload;
        closeSent = sent;
        if (!stopped) {
            proceed();
        }
    }

    /** Ends it: the socket is gone. */
    void stop() {
        stopped = true;
        release();
        CompletableFuture<Void> unsent = underWay;
        underWay = null;
        if (unsent != null) {
            unsent.completeExceptionally(lost());
        }
    }

    private void proceed() {
        try {
            if (!drain() || !sink.flush()) {
                sink.resumeWrites();
                return;
            }
        } catch (IOException e) {
            broken.run();
            return;
        }
        sink.suspendWrites();
        release();
        CompletableFuture<Void> taken = underWay;
        underWay = null;
        if (taken != null) {
            taken.complete(null);
        }
        if (closeSent != null) {
            closeSent.run();
        }
    }

    /** Writes all that there is to write. Returns false if the socket takes no more at the moment. */
    private boolean drain() throws IOException {
        if (gathered == null) {
            gathered = new GatheredBytes(buffers);
        }
        while (!gathered.isEmpty() || gather(gathered)) {
            if (!gathered.writeTo(sink)) {
                return false;
            }
        }
        return true;
    }

    /** Gathers frames as far as there is room for them. Returns whether there are any. */
    private boolean gather(GatheredBytes bytes) {
        boolean room = true;
        while (room && (header.hasRemaining() || payload.hasRemaining() || nextFrame())) {
            room = bytes.take(header) && bytes.take(payload);
        }
        return !bytes.isEmpty();
    }

    private boolean nextFrame() {
        if (pong != null) {
            frame(Frame.Kind.PONG, ByteBuffer.wrap(pong));
            pong = null;
        } else if (batch != null && batch.hasNext()) {
            frame(kind, batch.next());
        } else if (close != null) {
            frame(Frame.Kind.CLOSE, ByteBuffer.wrap(close));
            close = null;
        } else {
            batch = null;
            return false;
        }
        return true;
    }

    private void frame(Frame.Kind kind, ByteBuffer content) {
        int length = content.remaining();
        header.clear().put((byte) (FINAL | kind.opcode()));
        if (length <= Frame.MAX_CONTROL) {
            header.put((byte) length);
        } else if (length <= 0xFFFF) {
            header.put((byte) 126).putShort((short) length);
        } else {
            header.put((byte) 127).putLong(length);
        }
        header.flip();
        payload = content;
    }

    private void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
        payload = NOTHING;
    }

    private static AgentException lost() {
        return new AgentException(Code.LINK_LOST, "The client is gone.");
    }
}
