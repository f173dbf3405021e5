// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** One connection between an agent and wires whose stages complete on other threads. What breaks a rule is noted. */
final class RacingWorld implements Surroundings, Timers {
    static final Peer PEER = new Peer("racing", "nowhere", Peer.ANONYMOUS);
    static final int PLACES = 32;
    private static final ConnectionLimits LIMITS = Limits.of("limits.journal-events", String.valueOf(PLACES));

    final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger ends = new AtomicInteger();
    final JournalBudget budget = new JournalBudget(1 << 20, 1);
    final RacingAgent agent = new RacingAgent();
    final Connection connection;
    private final Executor threads;

    RacingWorld(Executor threads) {
        this.threads = threads;
        Journal journal = new MemoryJournal(LIMITS.journalEvents(), LIMITS.journalBytes(), budget);
        connection = new Connection("racing-connection", PEER, agent, LIMITS, journal, this);
    }

    void check(boolean holds, String otherwise) {
        if (!holds) {
            violations.add(otherwise);
        }
    }

    /** An agent that answers initialize at once and takes each message on another thread. */
    final class RacingAgent implements Agent, AgentConnection {
        final List<String> received = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        final CompletableFuture<AgentListener> listener = new CompletableFuture<>();
        private final AtomicBoolean taking = new AtomicBoolean();
        private final AtomicBoolean gone = new AtomicBoolean();

        @Override
        public CompletionStage<AgentConnection> connect(AgentContext context) {
            listener.complete(context.listener());
            return CompletableFuture.supplyAsync(() -> this, threads);
        }

        CompletionStage<Void> say(Message message) {
            return listener.join().onMessage(message);
        }

        @Override
        public String id() {
            return "racing";
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            check(taking.compareAndSet(false, true), "[1.1] two messages at once to the agent");
            received.add(message.text());
            return CompletableFuture.runAsync(() -> taking.set(false), threads);
        }

        @Override
        public CompletionStage<CloseReason> close(CloseReason reason) {
            threads.execute(() -> gone(reason));
            return closed;
        }

        void gone(CloseReason reason) {
            if (gone.compareAndSet(false, true)) {
                listener.join().onClosed(reason);
                closed.complete(reason);
            }
        }

        @Override
        public CompletionStage<CloseReason> closed() {
            return closed;
        }
    }

    /** A wire that takes each batch on another thread. */
    final class RacingWire implements Wire {
        final CompletableFuture<WireListener> listener = new CompletableFuture<>();
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        private final BiConsumer<RacingWire, List<Event>> reader;
        private final AtomicBoolean taking = new AtomicBoolean();
        private final AtomicBoolean closing = new AtomicBoolean();

        RacingWire(BiConsumer<RacingWire, List<Event>> reader) {
            this.reader = reader;
        }

        @Override
        public Peer peer() {
            return PEER;
        }

        @Override
        public CompletionStage<Void> write(List<Event> batch) {
            return put(() -> reader.accept(this, batch));
        }

        @Override
        public CompletionStage<Void> tell(Notice notice) {
            return put(() ->
                    check(ends.get() > 0 || !(notice instanceof Notice.Gap), notice + " though nothing was forgotten"));
        }

        private CompletionStage<Void> put(Runnable bytes) {
            check(taking.compareAndSet(false, true), "[1.1] two writes at once");
            if (closing.get()) {
                return CompletableFuture.failedStage(new IllegalStateException("closed"));
            }
            bytes.run();
            return CompletableFuture.runAsync(() -> taking.set(false), threads);
        }

        @Override
        public void close(CloseReason reason) {
            if (closing.compareAndSet(false, true)) {
                var unused = listener.thenAcceptAsync(
                        heard -> {
                            heard.onClosed(reason);
                            closed.complete(reason);
                        },
                        threads);
            }
        }
    }

    @Override
    public Timers timers() {
        return this;
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    /** Nothing here depends on time. */
    @Override
    public void after(Duration delay, Runnable task) {}

    @Override
    public Executor delivery() {
        return threads;
    }

    @Override
    public void ended(Connection over) {
        ends.incrementAndGet();
    }
}
