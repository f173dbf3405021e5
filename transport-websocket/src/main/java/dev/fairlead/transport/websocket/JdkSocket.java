// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.http.WebSocketPeer;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's WebSocket as the one that the rest of the module speaks with: whole texts in bytes, one demand for each, and an end that
 * is told once whatever the JDK tells.
 */
final class JdkSocket implements WebSocketPeer, WebSocket.Listener {
    private static final int POLICY = 1008;
    private static final int TOO_LARGE = 1009;
    private static final int NO_CLOSE_FRAME = 1006;
    private static final long GOODBYE_SECONDS = 5;

    private final int maxBytes;
    private final BiFunction<JdkSocket, String, WebSocketListener> opened;
    private final StringBuilder partial = new StringBuilder();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable String fault;
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable WebSocketListener listener;

    /**
     * Creates the listener of a handshake.
     *
     * @param maxBytes the most bytes of a text; a longer one is not kept
     * @param opened is given this and the subprotocol picked, empty for none, once the socket is open
     */
    JdkSocket(int maxBytes, BiFunction<JdkSocket, String, WebSocketListener> opened) {
        this.maxBytes = maxBytes;
        this.opened = opened;
    }

    @Override
    public void onOpen(WebSocket open) {
        socket = open;
        if (closing.get()) { // nobody waited for it
            open.abort();
            return;
        }
        listener = opened.apply(this, open.getSubprotocol());
        open.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (closing.get()) { // nobody hears it any more
            from.request(1);
            return null;
        }
        if (partial.length() + data.length() > maxBytes) { // a character is a byte or more
            partial.setLength(0);
            fault = "A message is larger than " + maxBytes + " bytes.";
            close(TOO_LARGE, fault);
            return null;
        }
        if (!last) {
            partial.append(data);
            heard().onAlive();
            from.request(1);
            return null;
        }
        String text = partial.isEmpty() ? data.toString() : partial.append(data).toString();
        partial.setLength(0);
        partial.trimToSize();
        heard().onText(text.getBytes(StandardCharsets.UTF_8)).whenComplete((done, failure) -> from.request(1));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) { // the JDK answers it
        heard().onAlive();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        heard().onAlive();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closing.set(true);
        end(code, reason);
        return null; // the JDK answers it
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        cut();
    }

    private WebSocketListener heard() {
        return Objects.requireNonNull(listener);
    }

    private void end(int code, String reason) {
        WebSocketListener told = listener;
        if (told != null && over.compareAndSet(false, true)) {
            String ours = fault;
            told.onClosed(ours == null ? code : TOO_LARGE, ours == null ? reason : ours);
        }
    }

    @Override
    public CompletionStage<Void> send(Iterable<ByteBuffer> texts) {
        CompletionStage<Void> sent = CompletableFuture.completedFuture(null);
        for (ByteBuffer text : texts) {
            CharSequence decoded = StandardCharsets.UTF_8.decode(text);
            sent = sent.thenCompose(before -> passed(open().sendText(decoded, true)));
        }
        return sent;
    }

    @Override
    public CompletionStage<Void> ping() {
        return passed(open().sendPing(ByteBuffer.allocate(0)));
    }

    private CompletionStage<Void> passed(CompletionStage<WebSocket> sending) {
        return sending.handle((sent, failure) -> {
            if (failure != null) {
                cut(); // the JDK says it only to who sent [6.6]
                throw new AgentException(Code.LINK_LOST, "The link was cut while a message was sent.", failure);
            }
            return null;
        });
    }

    private WebSocket open() {
        return Objects.requireNonNull(socket);
    }

    @Override
    public void close(int code, String reason) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        WebSocket closed = open();
        closed.request(Long.MAX_VALUE); // so that the goodbye is heard behind what is not read any more
        new CompletableFuture<Void>()
                .orTimeout(GOODBYE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    cut();
                    return null;
                });
        var unused = closed.sendClose(mayBeSent(code) ? code : POLICY, CloseStatus.text(reason))
                .exceptionally(failure -> {
                    cut();
                    return closed;
                });
    }

    /** The JDK reserves the statuses that name a fault of the medium for itself. */
    private static boolean mayBeSent(int code) {
        return code == 1000 || code == 1001 || code == POLICY || code == 1011;
    }

    /** Cuts the link at once. */
    void cut() {
        closing.set(true);
        WebSocket lost = socket;
        if (lost != null) {
            lost.abort();
        }
        end(NO_CLOSE_FRAME, "");
    }
}
