// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.WireListener;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way up in the profile {@code fairlead.v1} (wire.md 2.4).
 *
 * <ol>
 *   <li>The first frame must be {@code _fairlead/attach}; it must come in time, since until then nobody else knows of the socket;
 *   <li>{@code _fairlead/attached} is sent, and when it is through, the wire starts; the engine reads on only then;
 *   <li>numbered messages and control frames come, in any order;
 *   <li>a frame that is neither closes the socket.
 * </ol>
 */
final class ResumableListener implements WebSocketListener {
    private static final Logger log = LoggerFactory.getLogger(ResumableListener.class);
    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final ServeContext context;
    private final WebSocketWire wire;
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private volatile @Nullable WireListener listener;

    ResumableListener(ServeContext context, WebSocketWire wire, Duration attachTime) {
        this.context = context;
        this.wire = wire;
        CompletionStage<Void> inTime = asked.orTimeout(attachTime.toMillis(), TimeUnit.MILLISECONDS);
        inTime.exceptionally(late -> {
            wire.close(new CloseReason(Code.TIMED_OUT, "No _fairlead/attach came in time."));
            return null;
        });
    }

    @Override
    public CompletionStage<Void> onText(byte[] utf8) {
        asked.complete(null);
        if (wire.ending() != null) {
            return DONE;
        }
        WireListener attached = listener;
        try {
            boolean control = utf8.length > 0 && utf8[0] == '{';
            if (attached == null) {
                return attach(control ? ControlFrame.read(utf8) : null);
            }
            if (control) {
                obey(ControlFrame.read(utf8), attached);
                return DONE;
            }
            return NumberedFrame.pass(utf8, attached);
        } catch (AgentException fault) {
            log.warn(
                    "A client broke the protocol: {} transport=websocket peer={}",
                    fault.getMessage(),
                    wire.peer().address());
            return end(fault.reason());
        }
    }

    private CompletionStage<Void> attach(@Nullable ControlFrame frame) {
        if (frame == null || !frame.is("attach")) {
            throw new AgentException(Code.PROTOCOL, "The first frame must be _fairlead/attach.");
        }
        AttachRequest request = new AttachRequest(
                wire.peer(),
                frame.text("connectionId"),
                frame.text("client"),
                Streams.ALL,
                frame.sequence("after"),
                true,
                true);
        Attachment attachment;
        try {
            attachment = context.attach(request);
        } catch (AgentException refusal) {
            return end(refusal.reason());
        }
        return wire.tell(attached(attachment)).handle((sent, failure) -> {
            if (failure == null && wire.ending() == null) {
                listener = wire.start(attachment);
            } else {
                attachment.abandon(Objects.requireNonNullElse(wire.ending(), CloseReason.LINK_LOST));
            }
            return null;
        });
    }

    private Notice attached(Attachment attachment) {
        return new Notice.Attached(
                attachment.connectionId(), attachment.received(), context.heartbeat(), context.limits());
    }

    private static void obey(ControlFrame frame, WireListener attached) {
        attached.onAlive();
        if (frame.is("ack")) {
            Long sequence = frame.sequence("sequence");
            if (sequence == null) {
                throw new AgentException(Code.INVALID_MESSAGE, "The sequence of _fairlead/ack is missing.");
            }
            attached.onAcknowledged(sequence);
        } else if (frame.is("attach")) {
            throw new AgentException(Code.PROTOCOL, "This socket is attached already: open another one.");
        }
    }

    /** Ends the socket; while it is not attached nobody else writes, so that the reason can be told first [1.1]. */
    private CompletionStage<Void> end(CloseReason reason) {
        if (listener != null) {
            wire.close(reason);
            return DONE;
        }
        return wire.tell(new Notice.End(reason)).handle((told, failure) -> {
            wire.close(reason);
            return null;
        });
    }

    @Override
    public void onAlive() {
        WireListener attached = listener;
        if (attached != null) {
            attached.onAlive();
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        asked.complete(null);
        wire.onClosed(code);
    }
}
