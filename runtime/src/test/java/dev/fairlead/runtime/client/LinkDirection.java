// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One direction of a link: what is put in comes out in order, one thing at a time, as fast as it is taken at the other end. */
final class LinkDirection {
    private static final int ROOM = 4;

    private final BothEnds world;
    private final Deque<Object> flight = new ArrayDeque<>();
    private @Nullable Function<Object, CompletionStage<Void>> sink;
    private @Nullable CompletableFuture<Void> blocked;
    private boolean scheduled;
    private boolean delivering;
    private boolean stalled;
    private boolean leaks;
    private boolean over;
    private int leaked;

    LinkDirection(BothEnds world) {
        this.world = world;
    }

    /** Begins to hand out what comes. */
    void opens(Function<Object, CompletionStage<Void>> taker) {
        sink = taker;
        goOn();
    }

    /** Puts things in; completes when there is room for more. */
    CompletionStage<Void> put(Iterable<?> things) {
        world.invariants.check(blocked == null, "[1.1] two writes at once");
        if (over) {
            return CompletableFuture.failedStage(new IllegalStateException("closed"));
        }
        if (leaks) {
            leaked++;
        } else {
            things.forEach(flight::add);
        }
        goOn();
        if (hasRoom() && world.chance.oneIn(2)) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> stage = new CompletableFuture<>();
        blocked = stage;
        grant();
        return stage;
    }

    /** Puts the last thing in, whether there is room or not. */
    void putLast(Object thing) {
        if (!over && !leaks) {
            flight.add(thing);
            goOn();
        }
    }

    private boolean hasRoom() {
        return leaks ? leaked < ROOM : flight.size() < ROOM && !stalled;
    }

    private void grant() {
        CompletableFuture<Void> waiting = blocked;
        if (waiting != null && hasRoom()) {
            world.scheduler.execute(() -> {
                if (blocked == waiting) {
                    blocked = null;
                    waiting.complete(null);
                }
            });
        }
    }

    private void goOn() {
        if (!scheduled && !delivering && !stalled && !leaks && !over && sink != null && !flight.isEmpty()) {
            scheduled = true;
            world.scheduler.execute(this::arrive);
        }
    }

    private void arrive() {
        scheduled = false;
        Function<Object, CompletionStage<Void>> taker = sink;
        if (over || stalled || leaks || delivering || taker == null) {
            return;
        }
        Object thing = flight.poll();
        if (thing == null) {
            return;
        }
        grant();
        delivering = true;
        var unused = taker.apply(thing).whenComplete((nothing, failure) -> {
            delivering = false;
            goOn();
        });
    }

    /** Nothing moves for a while. */
    void stall(boolean now) {
        stalled = now;
        goOn();
        grant();
    }

    /** From now on everything vanishes on the way. */
    void leak() {
        leaks = true;
        flight.clear();
    }

    /** Nothing comes out any more. */
    void end() {
        over = true;
        flight.clear();
        endsWriter();
    }

    /** Lets go of who waits for room: nobody writes any more, though what is on its way may still arrive. */
    void endsWriter() {
        CompletableFuture<Void> failed = blocked;
        blocked = null;
        if (failed != null) {
            failed.completeExceptionally(new IllegalStateException("closed"));
        }
    }

    @Override
    public String toString() {
        return "[" + flight.size() + (stalled ? " stalled" : "") + (leaks ? " leaks" : "")
                + (blocked == null ? "" : " blocked") + (delivering ? " delivering" : "") + "]";
    }
}
