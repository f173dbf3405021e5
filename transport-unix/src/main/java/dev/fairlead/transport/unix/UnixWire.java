// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.unix;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket, from either end. All that happens to it happens on the thread of its loop, so the fields need no lock. */
final class UnixWire implements Wire {
    private static final Logger log = LoggerFactory.getLogger(UnixWire.class);
    private static final CloseReason GONE = new CloseReason(Code.NORMAL, "The other end closed the socket.");
    private static final byte LINE_FEED = '\n';

    private final Peer peer;
    private final Loop loop;
    private final SocketChannel channel;
    private final int limit;
    private final Lines lines;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private ByteBuffer writing = ByteBuffer.allocate(0);
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
    private @Nullable WireListener listener;
    private @Nullable SelectionKey key;
    private @Nullable CloseReason end;
    private boolean held;

    UnixWire(Peer peer, Loop loop, SocketChannel channel, int limit) {
        this.peer = peer;
        this.loop = loop;
        this.channel = channel;
        this.limit = limit;
        this.lines = new Lines(limit);
    }

    /** Begins to read; on the thread of the loop. */
    void start(WireListener heardBy) {
        listener = heardBy;
        log.debug("A socket is open. transport=unix peer={}", peer.address());
        if (end != null) { // closed before anybody heard
            heardBy.onClosed(end);
            return;
        }
        try {
            key = loop.watch(channel, OP_READ, this::ready);
        } catch (IOException e) {
            end(CloseReason.LINK_LOST);
        }
    }

    /** Returns a stage that completes when the socket is closed and the listener knows. */
    CompletionStage<Void> closed() {
        return closed;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    /** One write for the whole batch; what the socket does not take yet waits for room in it. */
    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        int size = batch.size();
        for (Event event : batch) {
            size = Math.addExact(size, event.message().size());
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (Event event : batch) {
            event.message().copyTo(bytes);
            bytes.put(LINE_FEED);
        }
        return write(bytes.flip());
    }

    /** Only a loss is told, as over a plain WebSocket: a program at the other end takes each line for a message. */
    @Override
    public CompletionStage<Void> tell(Notice notice) {
        return notice instanceof Notice.Gap
                ? write(StandardCharsets.UTF_8.encode(notice.json() + "\n"))
                : CompletableFuture.completedStage(null);
    }

    private CompletionStage<Void> write(ByteBuffer bytes) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        loop.execute(() -> {
            writing = bytes;
            written = stage;
            if (end == null) {
                flush();
            } else {
                fail();
            }
        });
        return stage;
    }

    @Override
    public void close(CloseReason reason) {
        loop.execute(() -> end(reason));
    }

    // ---- on the thread of the loop

    private void ready() {
        SelectionKey watched = Objects.requireNonNull(key);
        if (watched.isValid() && watched.isWritable()) {
            flush();
        }
        if (watched.isValid() && watched.isReadable()) {
            read();
        }
    }

    private void flush() {
        try {
            channel.write(writing);
        } catch (IOException e) {
            end(CloseReason.LINK_LOST);
            return;
        }
        watch();
        if (!writing.hasRemaining()) {
            written.complete(null);
        }
    }

    private void read() {
        ByteBuffer bytes = loop.scratch();
        try {
            if (channel.read(bytes) < 0) {
                end(GONE);
                return;
            }
        } catch (IOException e) {
            end(CloseReason.LINK_LOST);
            return;
        }
        lines.add(bytes.flip());
        deliver();
    }

    /** Hands over what there is, as long as it is wanted; meanwhile nobody reads the socket, so that the other end waits [5.3]. */
    private void deliver() {
        held = false;
        while (end == null && !held) {
            byte[] line = lines.next();
            if (line == null) {
                break;
            }
            if (line.length > limit) {
                refuse();
                return;
            }
            CompletableFuture<Void> taken = Objects.requireNonNull(listener)
                    .onMessage(WireListener.UNNUMBERED, line)
                    .toCompletableFuture();
            if (!taken.isDone()) {
                held = true;
                var unused = taken.thenRun(() -> loop.execute(this::deliver));
            }
        }
        if (end == null && !held && lines.isTooLong()) {
            refuse();
            return;
        }
        watch();
    }

    private void refuse() {
        log.warn("A line of more than {} bytes came. transport=unix peer={}", limit, peer.address());
        end(new CloseReason(Code.TOO_LARGE, "A message may have at most " + limit + " bytes."));
    }

    private void watch() {
        if (key != null && key.isValid()) {
            key.interestOps((held ? 0 : OP_READ) | (writing.hasRemaining() ? OP_WRITE : 0));
        }
    }

    private void end(CloseReason reason) {
        if (end != null) {
            return;
        }
        end = reason;
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("A socket was not closed well: {} transport=unix", e.getMessage());
        }
        fail();
        if (listener != null) {
            listener.onClosed(reason);
        }
        closed.complete(null);
    }

    private void fail() {
        written.completeExceptionally(new AgentException(Code.LINK_LOST, "The socket is closed."));
    }
}
