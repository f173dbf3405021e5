// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * The one thread that owns a socket.
 *
 * <p>Whatever is private to a call, a stream or a WebSocket is touched by this thread alone, and so needs no lock.
 */
final class IoLoop {
    private static final XnioExecutor.Key NEVER = () -> false;

    private final XnioIoThread thread;

    IoLoop(XnioIoThread thread) {
        this.thread = thread;
    }

    /** Runs work: at once if this is the thread, else soon; not at all once the engine has stopped, when all sockets are closed. */
    void run(Runnable work) {
        run(work, () -> {});
    }

    /** Runs work as {@link #run(Runnable)} does, or something else if the engine has stopped. */
    void run(Runnable work, Runnable stopped) {
        if (Thread.currentThread() == thread) {
            work.run();
            return;
        }
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            stopped.run();
        }
    }

    /** Runs work later, unless it is removed before or the engine stops. */
    XnioExecutor.Key later(Duration delay, Runnable work) {
        try {
            return thread.executeAfter(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return NEVER;
        }
    }
}
