// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.Closeable;
import java.time.Duration;
import java.util.SplittableRandom;

/** Ends all links of a {@link FaultProxy} again and again, at random times and points (faults.md F27), until it is closed. */
public final class CutStorm implements Closeable {
    private final ProxyLoop loop;
    private final ProxyPort port;
    private final long seed;
    private final long least;
    private final long most;
    private final SplittableRandom random;
    private volatile long strikes;
    private volatile boolean closed;

    CutStorm(ProxyLoop loop, ProxyPort port, long seed, Duration least, Duration most) {
        this.loop = loop;
        this.port = port;
        this.seed = seed;
        this.least = least.toNanos();
        this.most = most.toNanos();
        this.random = new SplittableRandom(seed);
    }

    void begin() {
        loop.at(loop.now() + random.nextLong(least, most + 1), this::strike);
    }

    private void strike() {
        if (!closed) {
            long number = strikes + 1;
            strikes = number;
            port.strike(seed, number);
            begin();
        }
    }

    /** Returns how often it has struck. */
    public long strikes() {
        return strikes;
    }

    /** Ends it; links that were to end after some more bytes still do. */
    @Override
    public void close() {
        closed = true;
    }
}
