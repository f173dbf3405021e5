// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.spi.GuardedListener;
import dev.fairlead.api.spi.Notice;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway says in the profile {@code fairlead.v1} (wire.md 2.4).
 *
 * <ol>
 *   <li>The first frame is {@code _fairlead/attached}, or {@code _fairlead/end} with why not;
 *   <li>numbered messages and control frames come, in any order;
 *   <li>{@code _fairlead/end} says why the socket ends; an end without it means that the link was cut.
 * </ol>
 */
final class GatewayListener implements WebSocketListener {
    private static final Logger log = LoggerFactory.getLogger(GatewayListener.class);
    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final DialledWire wire;
    private final GuardedListener listener;
    private final CompletionStage<Void> asked;
    private final CompletableFuture<Notice.Attached> attached;
    private @Nullable CloseReason end;

    /**
     * Creates a listener.
     *
     * @param asked completes when the socket has taken our own first frame: the answer may be faster, and until then nothing else may
     *     be written [1.1]
     * @param attached completes with the gateway's first frame; what it runs is done before the next frame is heard
     */
    GatewayListener(
            DialledWire wire,
            GuardedListener listener,
            CompletionStage<Void> asked,
            CompletableFuture<Notice.Attached> attached) {
        this.asked = asked;
        this.wire = wire;
        this.listener = listener;
        this.attached = attached;
    }

    @Override
    public CompletionStage<Void> onText(byte[] utf8) {
        try {
            if (utf8.length > 0 && utf8[0] == '{') {
                return obey(ControlFrame.read(utf8));
            }
            if (!attached.isDone()) {
                throw new AgentException(Code.PROTOCOL, "The gateway's first frame must be _fairlead/attached.");
            }
            return NumberedFrame.pass(utf8, listener);
        } catch (AgentException fault) {
            log.warn(
                    "The gateway broke the protocol: {} transport=websocket peer={}",
                    fault.getMessage(),
                    wire.peer().address());
            attached.completeExceptionally(fault);
            wire.close(fault.reason());
            return DONE;
        }
    }

    private CompletionStage<Void> obey(ControlFrame frame) {
        Notice notice = frame.notice();
        if (notice instanceof Notice.End last) {
            end = last.reason();
            attached.completeExceptionally(new AgentException(end.code(), end.detail()));
        } else if (notice instanceof Notice.Attached first) {
            if (attached.isDone()) {
                throw new AgentException(Code.PROTOCOL, "The gateway attached the same socket twice.");
            }
            return asked.thenAccept(through -> attached.complete(first));
        } else if (!attached.isDone()) {
            throw new AgentException(Code.PROTOCOL, "The gateway's first frame must be _fairlead/attached.");
        } else if (notice instanceof Notice.Acknowledged up) {
            listener.onAcknowledged(up.sequence());
        } else if (notice == null || notice instanceof Notice.Heartbeat) {
            listener.onAlive();
        } else {
            listener.onNotice(notice);
        }
        return DONE;
    }

    @Override
    public void onAlive() {
        if (attached.isDone()) {
            listener.onAlive();
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        CloseReason ours = wire.reason();
        CloseReason why = ours != null ? ours : end != null ? end : CloseStatus.ofGateway(code, reason);
        attached.completeExceptionally(new AgentException(why.code(), why.detail()));
        if (!attached.isCompletedExceptionally()) { // a failed attempt is heard of by its stage alone [6.5]
            listener.onClosed(why);
        }
    }
}
