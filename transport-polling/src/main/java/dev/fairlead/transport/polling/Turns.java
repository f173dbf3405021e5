// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what many threads ask for one after the other, on the thread of whoever came first: no lock, no thread of its own. */
final class Turns {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Runs something short when its turn comes; what it asks for itself comes after it. */
    void take(Runnable next) {
        waiting.add(next);
        if (count.getAndIncrement() == 0) {
            do {
                Objects.requireNonNull(waiting.poll()).run();
            } while (count.decrementAndGet() > 0);
        }
    }
}
