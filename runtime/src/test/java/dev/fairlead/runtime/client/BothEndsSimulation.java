// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.runtime.connection.Chance;
import dev.fairlead.runtime.connection.Scheduler;
import dev.fairlead.runtime.connection.Tally;
import java.time.Duration;

/**
 * Conversations, one after the other, each in a world of its own seed: rounds of chaos, after each of which the network heals and
 * everything must arrive; then an end, after which nothing may be left.
 */
final class BothEndsSimulation {
    private static final int CALM_TENTHS = 6000;
    private static final int TENTHS_TO_END = 1200;

    private final Chance chance;
    private final Scheduler scheduler;
    private final BothEnds world;

    private BothEndsSimulation(long seed, PlantedFault fault, Tally tally) {
        this.chance = new Chance(seed);
        this.scheduler = new Scheduler(chance);
        this.world = new BothEnds(chance, scheduler, fault, tally);
    }

    /**
     * Simulates conversations until there have been so many steps.
     *
     * @throws AssertionError the first violation, with the seed of its world
     */
    static Tally run(long seed, long steps, PlantedFault fault) {
        Tally tally = new Tally();
        for (long world = seed; tally.steps() < steps; world++) {
            BothEndsSimulation simulation = new BothEndsSimulation(world, fault, tally);
            try {
                simulation.live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        e.getMessage() + "\n  after " + simulation.scheduler.steps()
                                + " steps; replay with -Dsimulation.seed=" + world + " -Dsimulation.steps=1\n  "
                                + simulation.world,
                        e);
            }
            tally.lived(simulation.scheduler.steps());
        }
        return tally;
    }

    private void live() {
        world.opened = world.connection.begin().toCompletableFuture();
        int rounds = chance.between(1, 4);
        for (int round = 0; round < rounds && !world.isOver(); round++) {
            chaos(chance.between(50, 2000));
            if (!world.isOver()) {
                calm();
            }
        }
        end();
    }

    // ---- chaos

    private void chaos(int steps) {
        for (int i = 0; i < steps && !world.isOver(); i++) {
            anything();
            world.verify();
        }
    }

    private void anything() {
        int what = chance.below(1000);
        if (what < 600) {
            scheduler.step();
            return;
        }
        scheduler.count();
        if (what < 720) {
            world.application.act();
        } else if (what < 840) {
            if (!world.agents.isEmpty()) {
                world.agents.get(world.agents.size() - 1).act();
            }
        } else if (what < 860) {
            world.network.fault();
        } else if (what < 864) {
            world.connection.retryNow();
        } else if (what < 866) {
            world.dismiss();
        } else if (what == 866) {
            world.restart();
        } else {
            world.time.advance(Duration.ofMillis(chance.oneIn(40) ? 5000 : chance.below(100)));
        }
    }

    // ---- calm

    private void calm() {
        world.network.heal();
        for (int tenth = 0; !isSettled(); tenth++) {
            world.invariants.check(tenth < CALM_TENTHS, "no progress: {}", world);
            settle();
            if (world.isOver()) {
                return;
            }
            world.time.advance(Duration.ofMillis(100));
            scheduler.count();
        }
    }

    /** Lets happen what happens by itself. */
    private void settle() {
        boolean more = true;
        while (more && !world.isOver()) {
            more = scheduler.step();
            if (!more) {
                world.application.take();
                world.agents.forEach(SimulatedAgent::read);
                more = world.application.begin() || world.application.answer();
                for (SimulatedAgent agent : world.agents) {
                    more |= agent.answer();
                }
                more |= !scheduler.isQuiet();
            }
            world.verify();
        }
    }

    private boolean isSettled() {
        return scheduler.isQuiet() && world.application.isSettled();
    }

    // ---- the end

    private void end() {
        world.network.heal();
        if (!world.isOver()) {
            if (chance.oneIn(4) && !world.agents.isEmpty()) {
                world.agents.get(world.agents.size() - 1).die();
            } else {
                var unused = world.connection.close(CloseReason.NORMAL);
            }
        }
        for (int tenth = 0; tenth < TENTHS_TO_END; tenth++) {
            while (scheduler.step()) {
                world.application.take();
                world.verify();
            }
            world.application.take();
            world.time.advance(Duration.ofMillis(100));
        }
        var unused = world.gateway.stop();
        for (int second = 0; second < 20; second++) {
            while (scheduler.step()) {
                world.verify();
            }
            world.time.advance(Duration.ofSeconds(1));
        }
        world.verifyNothingIsLeft();
    }
}
