// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/**
 * Ends something that takes too long.
 *
 * <p>A transfer may take its time again and again, as long as 64 KiB pass within it: a slow but honest peer finishes, a trickling one
 * does not. Used by the socket's thread alone.
 */
final class Deadline {
    private static final long LEAST_BYTES = 64 * 1024;

    private final IoLoop loop;
    private final Duration time;
    private final LongSupplier transferred;
    private final Runnable late;
    private long before;
    private XnioExecutor.@Nullable Key alarm;

    /** Creates a deadline for something that is no transfer. */
    Deadline(IoLoop loop, Duration time, Runnable late) {
        this(loop, time, () -> 0, late);
    }

    /**
     * Creates a deadline for a transfer.
     *
     * @param transferred how many bytes have passed
     * @param late is called once, when it is too late
     */
    Deadline(IoLoop loop, Duration time, LongSupplier transferred, Runnable late) {
        this.loop = loop;
        this.time = time;
        this.transferred = transferred;
        this.late = late;
    }

    /** Begins to count. */
    void start() {
        before = transferred.getAsLong();
        alarm = loop.later(time, this::check);
    }

    /** Ends the counting; nothing happens any more. */
    void stop() {
        if (alarm != null) {
            alarm.remove();
            alarm = null;
        }
    }

    private void check() {
        if (transferred.getAsLong() - before < LEAST_BYTES) {
            alarm = null;
            late.run();
        } else {
            start();
        }
    }
}
