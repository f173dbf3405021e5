// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import java.util.List;

/**
 * Lives of connections, one after the other, each in a world of its own seed: rounds of chaos, after each of which the faults stop and
 * everything must arrive without any time passing; then an end, after which nothing may be left.
 */
final class Simulation {
    private static final int MOST_CALM_STEPS = 200_000;
    private static final int MOST_SECONDS_TO_END = 200;

    private final Chance chance;
    private final Scheduler scheduler;
    private final World world;

    private Simulation(long seed, PlantedBug bug, Tally tally) {
        this.chance = new Chance(seed);
        this.scheduler = new Scheduler(chance);
        this.world = new World(chance, scheduler, bug, tally);
    }

    /**
     * Simulates lives until there have been so many steps.
     *
     * @throws AssertionError the first violation, with the seed of its world
     */
    static Tally run(long seed, long steps, PlantedBug bug) {
        Tally tally = new Tally();
        for (long world = seed; tally.steps() < steps; world++) {
            Simulation simulation = new Simulation(world, bug, tally);
            try {
                simulation.live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        e.getMessage() + "\n  after " + simulation.scheduler.steps()
                                + " steps; replay with -Dsimulation.seed=" + world + " -Dsimulation.steps=1",
                        e);
            }
            tally.lived(simulation.scheduler.steps());
        }
        return tally;
    }

    private void live() {
        int rounds = chance.between(1, 4);
        for (int round = 0; round < rounds && !world.isOver(); round++) {
            chaos(chance.oneIn(4) ? chance.between(1, 60) : chance.between(100, 3000));
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
            world.invariants.verify();
            if (scheduler.isQuiet()) {
                world.verifyNobodyWaitsForNothing();
            }
        }
    }

    private void anything() {
        int what = chance.below(100);
        if (what < 50) {
            scheduler.step();
            return;
        }
        scheduler.count();
        if (what < 72) {
            world.agent.act();
        } else if (what < 94) {
            chance.of(world.clients).act();
        } else if (what < 97) {
            fault();
        } else {
            world.pass(chance.oneIn(40) ? 5000 : chance.below(100));
        }
    }

    private void fault() {
        int what = chance.below(400);
        if (what == 0) {
            world.agent.die();
        } else if (what == 1) {
            world.end(CloseReason.NORMAL);
        } else if (what < 20) {
            chance.of(world.clients).abandonAll();
        } else if (!world.wires.isEmpty()) {
            SimulatedWire wire = chance.of(world.wires);
            if (what < 150) {
                wire.suffer(SimulatedWire.Condition.STALLED);
            } else if (what < 250) {
                wire.suffer(SimulatedWire.Condition.HALF_OPEN);
            } else {
                wire.cut();
            }
        }
    }

    // ---- calm

    private void calm() {
        List<SimulatedClient> clients = world.clients;
        for (int i = 0; i < clients.size(); i++) {
            if (chance.oneIn(2)) {
                clients.get(i).abandonAll();
            }
            clients.get(i).abandonBroken();
            clients.get(i).connect(i == 0 || chance.oneIn(2) ? SimulatedClient.Way.ALL : SimulatedClient.Way.STREAMS);
        }
        settle();
        for (int i = 0; !isSettled(); i++) {
            world.invariants.check(i < MOST_CALM_STEPS, "no progress: {}", world.state());
            clients.forEach(SimulatedClient::goOn);
            if (world.wires.stream().anyMatch(SimulatedWire::waitsForOlder)) {
                world.pass(1000);
            }
            settle();
            if (world.isOver()) {
                return;
            }
        }
        world.verifyAllArrived();
    }

    /** Lets happen what happens by itself. */
    private void settle() {
        boolean more = true;
        while (more && !world.isOver()) {
            more = scheduler.step() || world.agent.answer();
            for (SimulatedClient client : world.clients) {
                more |= client.outbox.sendOverWire();
                more |= client.acknowledgeAll();
            }
            world.invariants.verify();
        }
    }

    private boolean isSettled() {
        return scheduler.isQuiet()
                && world.wires.stream().noneMatch(SimulatedWire::waitsForOlder)
                && world.clients.stream().allMatch(client -> client.isConnected() && client.outbox.isEmpty());
    }

    // ---- the end

    private void end() {
        switch (chance.below(4)) {
            case 0 -> world.end(CloseReason.NORMAL);
            case 1 -> world.end(CloseReason.SHUTDOWN);
            case 2 -> world.agent.die();
            default -> world.clients.forEach(SimulatedClient::abandonAll);
        }
        work();
        world.verifyNobodyWaitsForNothing();
        for (int second = 0; second < MOST_SECONDS_TO_END && !hasEnded(); second++) {
            work();
            world.pass(1000);
        }
        work();
        world.pass(2000);
        work();
        world.verifyNothingIsLeft();
    }

    private boolean hasEnded() {
        return world.connection.ended().toCompletableFuture().isDone();
    }

    private void work() {
        while (scheduler.step()) {
            world.invariants.verify();
        }
    }
}
