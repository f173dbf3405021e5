// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A TCP proxy in this JVM that does what networks do: cuts, resets, swallows, delays, stalls (faults.md).
 *
 * <p>Listens on a free port of the loopback address. One thread serves all links; what a link holds is bounded, and who writes faster
 * than the other side reads must wait. All faults can be changed at any time, from any thread; a change is in force for whatever a
 * client does after the call.
 *
 * <p>Every random decision comes from the seed, so that the same seed decides the same. When bytes come, the kernel decides.
 */
public final class FaultProxy implements AutoCloseable {
    private final long seed;
    private final FaultLog log;
    private final ProxyLoop loop;
    private final ProxyPort port;

    private FaultProxy(InetSocketAddress target, long seed) throws IOException {
        this.seed = seed;
        this.log = new FaultLog();
        this.loop = new ProxyLoop();
        try {
            this.port = new ProxyPort(loop, target, log, seed);
        } catch (IOException e) {
            loop.abandon();
            throw e;
        }
    }

    /** Begins to describe a proxy in front of that address. */
    public static Builder to(InetSocketAddress target) {
        return new Builder(target);
    }

    /** Returns where clients are to connect to. */
    public InetSocketAddress address() {
        return port.address();
    }

    /** Returns the seed, for whoever prints it. */
    public long seed() {
        return seed;
    }

    /** Returns what has happened so far. */
    public FaultLog log() {
        return log;
    }

    /** Changes how all links behave, those that are to come too. {@link LinkConditions#CLEAR} heals what can be healed. */
    public void become(LinkConditions conditions) {
        loop.run(() -> port.become(conditions));
    }

    /** Ends all links; new ones can be made. */
    public void cut(LinkEnd how) {
        loop.run(() -> port.cut(how));
    }

    /** Lets all links vanish: half-open for ever, without a word to either side. New ones are as they were before. */
    public void blackHole() {
        loop.run(port::vanish);
    }

    /** Ends all links at random times, that far apart, and at random points, until the storm is closed. */
    public CutStorm storm(Duration least, Duration most) {
        CutStorm storm = new CutStorm(loop, port, seed, least, most);
        storm.begin();
        return storm;
    }

    /** Does something later, on the proxy's thread: it must not block. What is not due when the proxy is closed is not done. */
    public void after(Duration delay, Runnable action) {
        loop.at(loop.now() + delay.toNanos(), action);
    }

    /**
     * Closes all sockets; returns when the thread is gone.
     *
     * @throws IllegalStateException if something on the proxy's thread has failed
     */
    @Override
    public void close() {
        loop.close();
    }

    /** Describes a proxy. */
    public static final class Builder {
        private final InetSocketAddress target;
        private long seed = System.nanoTime();

        private Builder(InetSocketAddress target) {
            this.target = target;
        }

        /** Replaces the seed, which is another one each time otherwise. */
        public Builder seed(long replacement) {
            this.seed = replacement;
            return this;
        }

        /**
         * Starts the proxy. Returns when the port is open.
         *
         * @throws UncheckedIOException if there is no port to be had
         */
        public FaultProxy start() {
            try {
                FaultProxy proxy = new FaultProxy(target, seed);
                proxy.loop.start();
                return proxy;
            } catch (IOException e) {
                throw new UncheckedIOException("The fault proxy did not start: " + e.getMessage(), e);
            }
        }
    }
}
