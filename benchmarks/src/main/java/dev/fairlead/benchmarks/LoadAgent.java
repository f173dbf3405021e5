// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An agent in this JVM that costs next to nothing.
 *
 * <ul>
 *   <li>{@value #BLAST}: sends one and the same update, read once, as fast as demand allows;
 *   <li>{@value #TICK}: sends a stamped update every {@value #TICK_MILLIS} ms, but while it rests;
 *   <li>any request is answered at once, {@value #ECHO} with 200 bytes.
 * </ul>
 */
final class LoadAgent implements Agent, AutoCloseable {
    static final String BLAST = "load/blast";
    static final String TICK = "load/tick";
    static final String ECHO = "load/echo";
    static final int TICK_MILLIS = 20;
    private static final int BLASTS_IN_A_ROW = 512;
    private static final String PADDING = "x".repeat(140);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, job -> {
        Thread thread = new Thread(job, "load-agent");
        thread.setDaemon(true);
        return thread;
    });
    private final Message update = Message.read(Payload.update(200), MessageLimits.STANDARD);
    private final Queue<Talk> ticking = new ConcurrentLinkedQueue<>();
    private volatile boolean resting;

    LoadAgent() {
        var unused = threads.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        return CompletableFuture.completedFuture(new Talk(context));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** From now on does not tick, or does. */
    void rest(boolean now) {
        resting = now;
    }

    /** Serves a part of those that tick, so that they are spread over time. */
    private void tick() {
        int share = resting ? 0 : (ticking.size() + TICK_MILLIS - 1) / TICK_MILLIS;
        for (int i = 0; i < share; i++) {
            Talk talk = ticking.poll();
            if (talk != null && !talk.over) {
                talk.tick();
                ticking.add(talk);
            }
        }
    }

    private final class Talk implements AgentConnection {
        private final AgentContext context;
        private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        private volatile CompletableFuture<Void> demand = CompletableFuture.completedFuture(null);
        private volatile boolean over;

        Talk(AgentContext context) {
            this.context = context;
        }

        @Override
        public String id() {
            return "load";
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            String method = Objects.requireNonNullElse(message.envelope().method(), "");
            if (message.envelope().id() != null) {
                String padding = method.equals(ECHO) ? PADDING : "";
                return say(Payload.ascii("{\"jsonrpc\":\"2.0\",\"id\":"
                        + message.envelope().id() + ",\"result\":{\"text\":\"" + padding + "\"}}"));
            }
            if (method.equals(BLAST)) {
                threads.execute(this::blast);
            } else if (method.equals(TICK)) {
                ticking.add(this);
            }
            return CompletableFuture.completedFuture(null);
        }

        private CompletableFuture<Void> say(byte[] json) {
            return context.listener()
                    .onMessage(Message.read(json, context.limits()))
                    .toCompletableFuture();
        }

        private void blast() {
            for (int i = 0; i < BLASTS_IN_A_ROW && !over; i++) {
                CompletableFuture<Void> next =
                        context.listener().onMessage(update).toCompletableFuture();
                if (!next.isDone()) {
                    var unused = next.thenRun(this::blastOn);
                    return;
                }
            }
            blastOn();
        }

        private void blastOn() {
            if (!over && !threads.isShutdown()) {
                threads.execute(this::blast);
            }
        }

        void tick() {
            if (demand.isDone()) {
                demand = say(Payload.stamped());
            }
        }

        @Override
        public CompletionStage<CloseReason> close(CloseReason reason) {
            over = true;
            if (!closed.isDone()) {
                context.listener().onClosed(reason);
                closed.complete(reason);
            }
            return closed;
        }

        @Override
        public CompletionStage<CloseReason> closed() {
            return closed;
        }
    }
}
