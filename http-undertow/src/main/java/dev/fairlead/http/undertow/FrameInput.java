// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Reads frames from a socket, and stops reading while the receiver is busy with one.
 *
 * <p>At most one buffer of the pool is held, and none while nothing comes. Used by the socket's thread alone.
 */
final class FrameInput {
    /** How many buffers are read in one go, before other sockets have their turn. */
    private static final int READS = 16;

    /** What becomes of what was read. */
    interface Receiver {
        /** Takes a frame. Returns whether the next may come at once; if not, {@link FrameInput#resume} is called when it may. */
        boolean onFrame(Frame frame);

        /** Learns that the peer did what it must not. */
        void onFault(WebSocketFault fault);

        /** Learns that the peer sends nothing more. */
        void onEnd();
    }

    private final ConduitStreamSourceChannel source;
    private final ByteBufferPool buffers;
    private final FrameReader frames;
    private final Receiver receiver;
    private @Nullable PooledByteBuffer unread;
    private boolean reading;
    private boolean waiting;
    private boolean deaf;
    private boolean stopped;

    FrameInput(ConduitStreamSourceChannel source, ByteBufferPool buffers, int maxBytes, Receiver receiver) {
        this.source = source;
        this.buffers = buffers;
        this.frames = new FrameReader(maxBytes);
        this.receiver = receiver;
    }

    /** Begins to read. */
    void start() {
        if (!stopped) {
            source.setReadListener(ready -> read());
            source.wakeupReads();
        }
    }

    /** Goes on, since the receiver has taken its frame. */
    void resume() {
        waiting = false;
        if (!stopped && !reading) {
            source.wakeupReads();
        }
    }

    /** Throws text away from now on, and so need not wait for the receiver. */
    void skipText() {
        frames.skipText();
        resume();
    }

    /** Throws everything away from now on. */
    void skipAll() {
        deaf = true;
        resume();
    }

    /** Ends it: the socket is gone. */
    void stop() {
        stopped = true;
        release();
    }

    private void read() {
        reading = true;
        try {
            for (int reads = 0; reads < READS; reads++) {
                if (!takeFrames()) {
                    source.suspendReads();
                    return;
                }
                int count = fill();
                if (count <= 0) {
                    release();
                    if (count < 0) {
                        source.suspendReads();
                        receiver.onEnd();
                    } else {
                        source.resumeReads();
                    }
                    return;
                }
            }
            source.wakeupReads();
        } catch (IOException e) {
            receiver.onEnd();
        } finally {
            reading = false;
        }
    }

    /** Takes what was read. Returns whether it was taken to its end. */
    private boolean takeFrames() {
        while (!waiting && !stopped) {
            if (unread == null) {
                return true;
            }
            ByteBuffer bytes = unread.getBuffer();
            try {
                Frame frame = deaf ? null : frames.next(bytes);
                if (frame == null) {
                    return true;
                }
                waiting = true; // the receiver may resume at once, from another thread
                if (receiver.onFrame(frame)) {
                    waiting = false;
                }
            } catch (WebSocketFault e) {
                receiver.onFault(e);
            }
        }
        return false;
    }

    private int fill() throws IOException {
        if (unread == null) {
            unread = buffers.allocate();
        }
        ByteBuffer bytes = unread.getBuffer().clear();
        int count = source.read(bytes);
        bytes.flip();
        return count;
    }

    private void release() {
        if (unread != null) {
            unread.close();
            unread = null;
        }
    }
}
