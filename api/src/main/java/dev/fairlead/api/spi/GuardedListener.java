// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.CloseReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rules of ending for a wire whose end may be noticed on another thread than its messages: the end reaches the listener
 * once, after the call that is under way, and nothing follows it [6.1, 6.2]. Everything else must still come from one thread at a
 * time [1.2].
 */
public final class GuardedListener implements WireListener {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final WireListener listener;
    private boolean calling;
    private @Nullable CloseReason end;

    /** Creates a guard before a listener. */
    public GuardedListener(WireListener listener) {
        this.listener = listener;
    }

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        return call(() -> listener.onMessage(sequence, utf8));
    }

    @Override
    public void onAcknowledged(long sequence) {
        call(() -> {
            listener.onAcknowledged(sequence);
            return DONE;
        });
    }

    @Override
    public void onNotice(Notice notice) {
        call(() -> {
            listener.onNotice(notice);
            return DONE;
        });
    }

    @Override
    public void onAlive() {
        call(() -> {
            listener.onAlive();
            return DONE;
        });
    }

    /** Tells the end, or lets the call that is under way tell it. Any thread, any number of times. */
    @Override
    public void onClosed(CloseReason reason) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = reason;
            if (calling) {
                return;
            }
        }
        listener.onClosed(reason);
    }

    /** Returns why the wire ended, or null while it is open. */
    public synchronized @Nullable CloseReason end() {
        return end;
    }

    private CompletionStage<Void> call(Supplier<CompletionStage<Void>> heard) {
        synchronized (this) {
            if (end != null) {
                return DONE;
            }
            calling = true;
        }
        try {
            return heard.get();
        } finally {
            CloseReason meanwhile;
            synchronized (this) {
                calling = false;
                meanwhile = end;
            }
            if (meanwhile != null) {
                listener.onClosed(meanwhile);
            }
        }
    }
}
