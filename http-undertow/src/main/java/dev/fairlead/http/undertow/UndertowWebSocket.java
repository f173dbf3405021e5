// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.http.WebSocketPeer;
import dev.fairlead.api.http.WebSocketUpgrade;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * A WebSocket. What is not final belongs to the socket's thread.
 *
 * <p>Its life:
 *
 * <ol>
 *   <li>{@link #begin}: the 101 is about to be sent; from here on the end of the connection is noticed;
 *   <li>{@link #open}: it was sent; the listener is asked for, reading begins;
 *   <li>a close frame is sent: by {@link #close}, as the answer to the peer's, or because of a {@linkplain WebSocketFault fault}; from
 *       here on, text is read and thrown away;
 *   <li>both close frames have passed, or five seconds: the connection is closed;
 *   <li>the connection is closed, whoever did it: the listener learns so. One that has never been asked for is asked for now, so that
 *       what was prepared for it can be given back.
 * </ol>
 */
final class UndertowWebSocket implements WebSocketPeer, FrameInput.Receiver {
    private static final Logger log = LoggerFactory.getLogger(UndertowWebSocket.class);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);
    private static final int CUT = 1006;

    private final HttpServerConnection connection;
    private final WebSocketUpgrade upgrade;
    private final CallCount calls;
    private final IoLoop loop;
    private final Deadline closeDeadline;

    private @Nullable FrameInput input;
    private @Nullable FrameWriter output;
    private @Nullable WebSocketListener listener;
    private boolean opened;
    private boolean inCall;
    private boolean closing;
    private boolean closeSent;
    private boolean closeCame;
    private boolean gone;
    private boolean told;
    private int closeCode = CUT;
    private String closeReason = "";

    UndertowWebSocket(HttpServerConnection connection, WebSocketUpgrade upgrade, CallCount calls) {
        this.connection = connection;
        this.upgrade = upgrade;
        this.calls = calls;
        this.loop = new IoLoop(connection.getIoThread());
        this.closeDeadline = new Deadline(loop, CLOSE_TIME, this::cut);
    }

    @Override
    public CompletionStage<Void> send(Iterable<ByteBuffer> texts) {
        return send(Frame.Kind.TEXT, texts);
    }

    @Override
    public CompletionStage<Void> ping() {
        return send(Frame.Kind.PING, List.of(ByteBuffer.allocate(0)));
    }

    @Override
    public void close(int code, String reason) {
        loop.run(() -> beginClosing(Frame.closing(code, reason)));
    }

    /** Takes the connection over; called before the 101 is sent. */
    void begin() {
        calls.begin();
        connection.addCloseListener(closed -> gone());
        if (!connection.isOpen()) {
            gone(); // the listener came too late to be called
        }
    }

    /** Begins to talk; called when the 101 was sent. */
    void open(StreamConnection channel) {
        if (gone) {
            IoUtils.safeClose(channel); // closed while the 101 was sent; the listener was told then
            return;
        }
        output = new FrameWriter(channel.getSinkChannel(), connection.getByteBufferPool(), this::cut);
        input = new FrameInput(channel.getSourceChannel(), connection.getByteBufferPool(), upgrade.maxBytes(), this);
        call(this::askForListener);
        input.start();
    }

    @Override
    public boolean onFrame(Frame frame) {
        switch (frame.kind()) {
            case TEXT -> {
                return hand(frame.payload());
            }
            case CLOSE -> answerClose(frame);
            case PING -> {
                if (output != null) {
                    output.pong(frame.payload());
                }
                call(() -> listener().onAlive());
            }
            case PONG -> call(() -> listener().onAlive());
        }
        return true;
    }

    @Override
    public void onFault(WebSocketFault fault) {
        if (!closing) {
            closeCode = fault.code();
            closeReason = fault.reason();
        }
        beginClosing(Frame.closing(fault.code(), fault.reason()));
        if (fault.code() == WebSocketFault.PROTOCOL && input != null) {
            input.skipAll();
        }
    }

    @Override
    public void onEnd() {
        cut();
    }

    private CompletionStage<Void> send(Frame.Kind kind, Iterable<ByteBuffer> payloads) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        Runnable lost = () -> taken.completeExceptionally(new AgentException(Code.LINK_LOST, "The client is gone."));
        loop.run(
                () -> {
                    if (output == null) {
                        lost.run();
                    } else {
                        output.send(kind, payloads, taken);
                    }
                },
                lost);
        return taken;
    }

    private boolean hand(byte[] text) {
        call(() -> listener()
                .onText(text)
                .whenComplete((nothing, failure) -> loop.run(() -> {
                    if (failure != null) {
                        fail(failure);
                    }
                    if (input != null) {
                        input.resume();
                    }
                })));
        return false;
    }

    private void answerClose(Frame frame) {
        closeCame = true;
        if (closeCode == CUT) {
            closeCode = frame.closeCode();
            closeReason = frame.closeReason();
        }
        beginClosing(Frame.closing(frame.closeCode(), ""));
        if (input != null) {
            input.skipAll();
        }
        closeWhenDone();
    }

    private void beginClosing(byte[] payload) {
        if (closing || gone || input == null || output == null) {
            return;
        }
        closing = true;
        closeDeadline.start();
        input.skipText();
        output.close(payload, () -> {
            closeSent = true;
            closeWhenDone();
        });
    }

    private void closeWhenDone() {
        if (closeSent && closeCame) {
            cut();
        }
    }

    private void cut() {
        IoUtils.safeClose(connection);
    }

    private void gone() {
        gone = true;
        closeDeadline.stop();
        if (input != null) {
            input.stop();
        }
        if (output != null) {
            output.stop();
        }
        tell();
    }

    private void tell() {
        if (inCall || told) {
            return; // a call under way ends with this
        }
        told = true;
        call(() -> {
            if (!opened) {
                askForListener();
            }
            if (listener != null) {
                listener.onClosed(closeCode, closeReason);
            }
        });
        calls.end();
    }

    private void askForListener() {
        opened = true;
        listener = upgrade.opened().apply(this);
    }

    private WebSocketListener listener() {
        return Objects.requireNonNull(listener);
    }

    /** Calls the listener, whose faults end the WebSocket and nothing else. */
    private void call(Runnable listening) {
        inCall = true;
        try {
            listening.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            inCall = false;
        }
        if (gone) {
            tell();
        }
    }

    private void fail(Throwable failure) {
        log.error("A listener failed on a WebSocket; it is closed with 1011.", failure);
        onFault(new WebSocketFault(WebSocketFault.INTERNAL, "The gateway failed."));
    }
}
