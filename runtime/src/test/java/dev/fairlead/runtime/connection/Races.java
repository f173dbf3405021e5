// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.runtime.connection.RacingWorld.RacingWire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Two things that happen to a connection at the same moment, on two processors, some hundred thousand times each: run by jcstress, in
 * {@link RacesIT}. Whatever the order, the outcome is the same.
 */
public final class Races {
    private static final String RIGHT = "right";

    private Races() {}

    /** A connection whose agent has answered initialize; wires and agent take everything in the thread that brings it. */
    private static RacingWorld live() {
        RacingWorld world = new RacingWorld(Runnable::run);
        post(world, 1, "initialize");
        say(world, 1);
        return world;
    }

    private static void post(RacingWorld world, long sequence, String method) {
        var unused = world.connection.accept("client", sequence, Rpc.request(String.valueOf(sequence), method));
    }

    private static CompletionStage<Void> say(RacingWorld world, long sequence) {
        return world.agent.say(sequence == 1 ? Rpc.result("1") : Rpc.note(sequence));
    }

    /** Attaches a wire of the client behind the answer to initialize. */
    private static RacingWire attach(RacingWorld world, Consumer<Long> reader) {
        RacingWire wire = world
        .new RacingWire((carrier, batch) -> batch.stream().map(Event::sequence).forEach(reader));
        AttachRequest request =
                new AttachRequest(RacingWorld.PEER, world.connection.id(), "client", Streams.ALL, 1L, true, true);
        wire.listener.complete(world.connection.attach(request, wire));
        return wire;
    }

    private static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    private static String outcome(RacingWorld world, boolean right, Object otherwise) {
        if (!world.violations.isEmpty()) {
            return world.violations.toString();
        }
        return right ? RIGHT : "wrong: " + otherwise;
    }

    /** What the agent says while a wire comes reaches the wire. */
    @JCStressTest
    @Outcome(id = RIGHT, expect = Expect.ACCEPTABLE)
    @State
    public static class AWireComes {
        private final RacingWorld world = live();
        private final List<Long> read = new ArrayList<>();

        /** The agent speaks. */
        @Actor
        public void say() {
            var unused = Races.say(world, 2);
        }

        /** The wire comes. */
        @Actor
        public void attach() {
            Races.attach(world, read::add);
        }

        /** Looks at both. */
        @Arbiter
        public void check(L_Result result) {
            result.r1 = outcome(world, read.equals(List.of(2L)), read);
        }
    }

    /** What the agent says while one wire goes and another comes reaches the other. */
    @JCStressTest
    @Outcome(id = RIGHT, expect = Expect.ACCEPTABLE)
    @State
    public static class AWireGoes {
        private final RacingWorld world = live();
        private final RacingWire older = attach(world, sequence -> {});
        private final List<Long> read = new ArrayList<>();

        /** The agent speaks. */
        @Actor
        public void say() {
            var unused = Races.say(world, 2);
        }

        /** One wire goes, the next comes. */
        @Actor
        public void move() {
            older.close(CloseReason.LINK_LOST);
            attach(world, read::add);
        }

        /** Looks at both. */
        @Arbiter
        public void check(L_Result result) {
            result.r1 = outcome(world, read.equals(List.of(2L)), read);
        }
    }

    /** An agent that has to wait goes on when its messages are acknowledged. */
    @JCStressTest
    @Outcome(id = RIGHT, expect = Expect.ACCEPTABLE)
    @State
    public static class AnAgentWaits {
        private final RacingWorld world = live();
        private final RacingWire wire = attach(world, sequence -> {});
        private CompletionStage<Void> waiting = new CompletableFuture<>();

        /** Fills all places but one. */
        public AnAgentWaits() {
            for (int sequence = 2; sequence <= RacingWorld.PLACES / 2; sequence++) {
                var unused = Races.say(world, sequence);
            }
        }

        /** The agent takes the last place. */
        @Actor
        public void say() {
            waiting = Races.say(world, 0);
        }

        /** The client acknowledges. */
        @Actor
        public void acknowledge() {
            wire.listener.join().onAcknowledged(2);
        }

        /** Looks whether the agent may go on. */
        @Arbiter
        public void check(L_Result result) {
            result.r1 = outcome(world, isDone(waiting), "the agent waits for ever");
        }
    }

    /** Two POSTs on two connections, one of them twice, reach the agent in order and once. */
    @JCStressTest
    @Outcome(id = RIGHT, expect = Expect.ACCEPTABLE)
    @State
    public static class Posts {
        private final RacingWorld world = live();

        /** The first. */
        @Actor
        public void first() {
            post(world, 2, "a");
        }

        /** The second, and the first again. */
        @Actor
        public void second() {
            post(world, 3, "b");
            post(world, 2, "a");
        }

        /** Looks at what the agent heard. */
        @Arbiter
        public void check(L_Result result) {
            List<String> heard = List.copyOf(world.agent.received);
            List<String> sent = List.of(
                    Rpc.request("1", "initialize").text(),
                    Rpc.request("2", "a").text(),
                    Rpc.request("3", "b").text());
            result.r1 = outcome(world, heard.equals(sent), heard);
        }
    }

    /** A wire that comes while the connection ends is closed, and the connection ends. */
    @JCStressTest
    @Outcome(id = RIGHT, expect = Expect.ACCEPTABLE)
    @State
    public static class AConnectionEnds {
        private final RacingWorld world = live();
        private CompletionStage<CloseReason> closed = new CompletableFuture<>();

        /** The connection ends. */
        @Actor
        public void end() {
            world.connection.end(CloseReason.NORMAL);
        }

        /** The wire comes. */
        @Actor
        public void attach() {
            closed = Races.attach(world, sequence -> {}).closed;
        }

        /** Looks whether everything has ended. */
        @Arbiter
        public void check(L_Result result) {
            boolean ended = isDone(world.connection.ended()) && isDone(closed) && world.ends.get() == 1;
            result.r1 = outcome(world, ended, world.ends);
        }
    }

    /** A connection that is ended while its agent dies ends once, and leaves nothing. */
    @JCStressTest
    @Outcome(id = RIGHT, expect = Expect.ACCEPTABLE)
    @State
    public static class AnAgentDies {
        private final RacingWorld world = live();
        private final RacingWire wire = attach(world, sequence -> {});

        /** The connection ends. */
        @Actor
        public void end() {
            world.connection.end(CloseReason.NORMAL);
        }

        /** The agent dies. */
        @Actor
        public void die() {
            world.agent.gone(FakeAgent.EXITED);
        }

        /** Looks whether everything has ended. */
        @Arbiter
        public void check(L_Result result) {
            boolean ended = isDone(world.connection.ended()) && isDone(wire.closed);
            boolean once = world.ends.get() == 1 && world.budget.used() == 0;
            result.r1 = outcome(world, ended && once, world.ends);
        }
    }
}
