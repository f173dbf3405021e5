// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A TCP proxy in this JVM that does what networks do: cuts, resets, swallows, delays, stalls, and each {@link Fault}.
 *
 * <p>Listens on a free port of the loopback address, unless told otherwise. One thread serves all links; what a link holds is bounded, and who writes faster
 * than the other side reads must wait. All faults can be changed at any time, from any thread; a change is in force for whatever a
 * client does after the call. An exchange that is under way keeps the faults it began with.
 *
 * <p>Every random decision comes from the seed, so that the same seed decides the same. When bytes come, the kernel decides.
 */
public final class FaultProxy implements AutoCloseable {
    private final long seed;
    private final boolean http;
    private final int targets;
    private final FaultLog log;
    private final ProxyLoop loop;
    private final ProxyPort port;
    private List<Closeable> begun = List.of();

    private FaultProxy(Builder described) throws IOException {
        this.seed = described.seed;
        this.http = described.http;
        this.targets = described.targets.size();
        this.log = new FaultLog();
        this.loop = new ProxyLoop(described.clock);
        try {
            this.port = new ProxyPort(described, loop, log);
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

    /**
     * Replaces the faults that are on: none heals what can be healed. They come on top of the conditions of {@link #become}.
     *
     * @throws IllegalStateException if the proxy does not speak HTTP, or a fault needs a second target
     */
    public void faults(Fault... faults) {
        faults(List.of(faults));
    }

    /** Replaces the faults, likewise. */
    public synchronized void faults(List<Fault> faults) {
        if (!http) {
            throw new IllegalStateException("This proxy carries bytes alone. Call http() where it is built.");
        }
        if (targets < 2 && faults.contains(Fault.F21)) {
            throw new IllegalStateException(
                    "Fault F21 needs a second target. Call or(address) where the proxy is built.");
        }
        endFaults();
        List<FaultEffect> effects = faults.stream().map(Fault::effect).toList();
        loop.run(() -> port.suffer(effects));
        begun = effects.stream().map(effect -> effect.begin(this)).toList();
    }

    private void endFaults() {
        for (Closeable each : begun) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        begun = List.of();
    }

    /** Restarts again and again. */
    Restarts restarts(Duration every, Duration away) {
        Restarts restarts = new Restarts(loop, port, every, away);
        restarts.begin();
        return restarts;
    }

    void useAllTargets(boolean all) {
        loop.run(() -> port.useAllTargets(all));
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
        private final List<InetSocketAddress> targets = new ArrayList<>();
        private InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private boolean http;
        private long seed = System.nanoTime();
        private LongSupplier clock = System::nanoTime;

        private Builder(InetSocketAddress target) {
            targets.add(target);
        }

        /** Adds a target for F21; without that fault all links lead to the first one. */
        public Builder or(InetSocketAddress target) {
            targets.add(target);
            return this;
        }

        /** Listens there, instead of on a free port of the loopback address. */
        public Builder listen(InetSocketAddress address) {
            listen = address;
            return this;
        }

        /** Has the proxy understand HTTP/1.1, so that it can have faults. What is none passes as it is. */
        public Builder http() {
            http = true;
            return this;
        }

        /** Takes the time from there, in nanoseconds: a test of the proxy itself lets it pass. */
        Builder clock(LongSupplier replacement) {
            clock = replacement;
            return this;
        }

        List<InetSocketAddress> targets() {
            return List.copyOf(targets);
        }

        InetSocketAddress listen() {
            return listen;
        }

        boolean speaksHttp() {
            return http;
        }

        long seed() {
            return seed;
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
                FaultProxy proxy = new FaultProxy(this);
                proxy.loop.start();
                return proxy;
            } catch (IOException e) {
                throw new UncheckedIOException("The fault proxy did not start: " + e.getMessage(), e);
            }
        }
    }
}
