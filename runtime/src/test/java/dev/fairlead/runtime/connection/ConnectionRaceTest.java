// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.runtime.connection.RacingWorld.RacingWire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads append, read, acknowledge, attach and close at once; what must hold is what the simulation holds. */
class ConnectionRaceTest {
    private static final int MESSAGES = 200;

    private final ExecutorService delivery = Executors.newFixedThreadPool(4);
    private final ExecutorService racers = Executors.newFixedThreadPool(6);

    @AfterEach
    void stop() {
        delivery.shutdownNow();
        racers.shutdownNow();
    }

    /** Runs all at once; fails if one of them does, or is stuck. */
    private void race(List<Callable<?>> all) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(all.size());
        List<Future<?>> running = new ArrayList<>();
        for (Callable<?> one : all) {
            running.add(racers.submit(() -> {
                barrier.await();
                return one.call();
            }));
        }
        for (Future<?> one : running) {
            one.get(20, TimeUnit.SECONDS);
        }
    }

    private RacingWorld live() throws Exception {
        RacingWorld world = new RacingWorld(delivery);
        var unused = world.connection.accept("client", 1, Rpc.initialize("0"));
        world.agent.say(Rpc.result("0")).toCompletableFuture().get(20, TimeUnit.SECONDS);
        return world;
    }

    private static AttachRequest request(RacingWorld world, String client, long after) {
        return new AttachRequest(RacingWorld.PEER, world.connection.id(), client, Streams.ALL, after, true, true);
    }

    @Test
    void nothingIsLostDoubledOrReorderedWhileWiresComeAndGo() throws Exception {
        for (int round = 0; round < 20; round++) {
            RacingWorld world = live();
            RacingClient client = new RacingClient(world);
            race(List.of(
                    () -> {
                        for (int i = 1; i <= MESSAGES; i++) {
                            world.agent.say(Rpc.note(i)).toCompletableFuture().get(20, TimeUnit.SECONDS);
                        }
                        return null;
                    },
                    client::comeAndGo,
                    client::acknowledge,
                    () -> post(world, 2, 2),
                    () -> post(world, 3, 2),
                    () -> post(world, 2, 1)));
            client.everything.await(20, TimeUnit.SECONDS);
            assertEquals(List.of(), world.violations);
            assertEquals(MESSAGES + 1, client.last());
            await().atMost(20, TimeUnit.SECONDS).until(() -> world.agent.received.size() >= MESSAGES);
            assertEquals(
                    IntStream.rangeClosed(2, MESSAGES)
                            .mapToObj(n -> Rpc.note(n).text())
                            .toList(),
                    world.agent.received.subList(1, MESSAGES));
            world.connection.end(CloseReason.NORMAL);
            world.connection.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    /** Posts every so many numbers from a first one on, each until it is accepted. */
    private static @Nullable Object post(RacingWorld world, int first, int step) {
        for (int n = first; n <= MESSAGES; n += step) {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    var unused = world.connection.accept("client", n, Rpc.note(n));
                    break;
                } catch (AgentException e) {
                    world.check(e.code() == Code.LIMIT_REACHED, e.getMessage());
                    Thread.onSpinWait();
                }
            }
        }
        return null;
    }

    @Test
    void aConnectionEndsOnceWhateverHappensMeanwhile() throws Exception {
        for (int round = 0; round < 300; round++) {
            RacingWorld world = live();
            RacingWire older = attach(world, "older");
            List<RacingWire> late = new ArrayList<>();
            race(List.of(
                    () -> {
                        world.connection.end(CloseReason.NORMAL);
                        return null;
                    },
                    () -> {
                        world.agent.gone(FakeAgent.EXITED);
                        return null;
                    },
                    () -> {
                        older.close(CloseReason.LINK_LOST);
                        return null;
                    },
                    () -> world.agent.say(Rpc.note(1)),
                    () -> late.add(attach(world, "late")),
                    () -> late.isEmpty() && world.connection.tick()));
            world.connection.end(CloseReason.SHUTDOWN); // nobody who is away is waited for
            world.connection.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
            older.closed.get(20, TimeUnit.SECONDS);
            for (RacingWire wire : late) {
                wire.closed.get(20, TimeUnit.SECONDS);
            }
            assertEquals(List.of(), world.violations);
            assertEquals(1, world.ends.get());
            assertEquals(0, world.budget.used());
            AgentException refused =
                    assertThrows(AgentException.class, () -> world.connection.accept("client", 2, Rpc.note(2)));
            assertEquals(Code.CONNECTION_UNKNOWN, refused.code());
        }
    }

    private static RacingWire attach(RacingWorld world, String client) {
        RacingWire wire = world.new RacingWire((carrier, batch) -> {});
        wire.listener.complete(world.connection.attach(request(world, client, 0), wire));
        return wire;
    }

    /** A client that moves from wire to wire and believes the newest alone. */
    private static final class RacingClient {
        final CountDownLatch everything = new CountDownLatch(MESSAGES + 1);
        private final RacingWorld world;
        private RacingWire newest;
        private long last;

        RacingClient(RacingWorld world) {
            this.world = world;
            this.newest = world.new RacingWire(this::read);
        }

        synchronized long last() {
            return last;
        }

        private synchronized void read(RacingWire wire, List<Event> batch) {
            if (wire == newest) {
                for (Event event : batch) {
                    world.check(event.sequence() == last + 1, "event " + event.sequence() + " behind " + last);
                    last = event.sequence();
                    everything.countDown();
                }
            }
        }

        @Nullable Object comeAndGo() {
            for (int i = 0; i < 50; i++) {
                RacingWire wire = world.new RacingWire(this::read);
                RacingWire older;
                long after;
                synchronized (this) {
                    older = newest;
                    newest = wire;
                    after = last;
                }
                if (i % 2 == 0) {
                    older.close(CloseReason.LINK_LOST);
                }
                wire.listener.complete(world.connection.attach(request(world, "client", after), wire));
            }
            return null;
        }

        @Nullable Object acknowledge() {
            long said = 0;
            while (said <= MESSAGES && !Thread.currentThread().isInterrupted()) {
                said = last();
                world.connection.acknowledged("client", Streams.ALL, said);
                Thread.onSpinWait();
            }
            return null;
        }
    }
}
