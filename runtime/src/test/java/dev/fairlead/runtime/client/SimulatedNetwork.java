// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.runtime.connection.ConnectionTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The network between the two ends: what it lets through, and what is on it. */
final class SimulatedNetwork {
    static final List<String> TRANSPORTS = List.of("websocket", "sse", "polling");

    /** What becomes of those who come with a transport. */
    enum Weather {
        GOOD,
        /** They are turned away. */
        REFUSED,
        /** They hear nothing. */
        SILENT
    }

    /** How long a transport waits for an answer to its dialling. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final List<SimulatedLink> links = new ArrayList<>();
    final List<SimulatedLink> dials = new ArrayList<>();
    final List<SimulatedPoll> polls = new ArrayList<>();
    final List<SimulatedPolls> dialledPolls = new ArrayList<>();

    private final BothEnds world;
    private final Map<String, Weather> weather = new HashMap<>();

    SimulatedNetwork(BothEnds world) {
        this.world = world;
    }

    Weather weather(String transport) {
        return weather.getOrDefault(transport, Weather.GOOD);
    }

    void weather(String transport, Weather now) {
        world.invariants.trace("{} is {} now", transport, now);
        weather.put(transport, now);
    }

    /** Goes to the gateway with a transport, if the network lets it. */
    void reach(String transport, CompletableFuture<?> asked, Runnable arrives) {
        switch (weather(transport)) {
            case GOOD -> world.scheduler.execute(arrives);
            case REFUSED -> {
                world.tally.count(transport + " refused");
                world.scheduler.execute(() ->
                        asked.completeExceptionally(new AgentException(Code.LINK_LOST, transport + " is refused.")));
            }
            case SILENT -> {
                world.tally.count(transport + " silent");
                world.time.after(
                        PATIENCE,
                        () -> asked.completeExceptionally(new AgentException(Code.LINK_LOST, "No answer in time.")));
            }
        }
    }

    /** Goes there as often as the network says it: all that come reach the gateway that the first of them has reached. */
    void reach(String transport, CompletableFuture<?> asked, int copies, Runnable arrives) {
        AtomicReference<@Nullable ConnectionTable> first = new AtomicReference<>();
        for (int i = 0; i < copies; i++) {
            reach(transport, asked, () -> {
                first.compareAndSet(null, world.gateway);
                if (first.get() == world.gateway) {
                    arrives.run();
                }
            });
        }
    }

    /** Returns whether the client has a wire of a transport. A wire that POSTs is there before its stream is. */
    boolean hasWire(String transport) {
        return links.stream().anyMatch(link -> link.transport.equals(transport) && link.isOpenAtClient())
                || dials.stream().anyMatch(link -> link.transport.equals(transport) && !link.dialled.isDone())
                || (transport.equals("polling") && dialledPolls.stream().anyMatch(SimulatedPolls::isOpenAtClient));
    }

    /** Does something bad. */
    void fault() {
        tidy();
        int what = world.chance.below(20);
        if (what < 4) {
            weather(world.chance.of(TRANSPORTS), world.chance.of(List.of(Weather.values())));
        } else if (what < 6) {
            TRANSPORTS.forEach(transport -> weather(transport, Weather.GOOD));
        } else if (what < 12 && !links.isEmpty()) {
            SimulatedLink link = world.chance.of(links);
            world.tally.count(link.transport + " cut");
            link.cut();
        } else if (what < 15 && !links.isEmpty()) {
            SimulatedLink link = world.chance.of(links);
            world.tally.count(link.transport + " half open");
            link.silence();
        } else if (what < 18 && !links.isEmpty()) {
            world.chance.of(links).stall(world.chance.oneIn(2));
            world.tally.count("stalled");
        } else if (!polls.isEmpty()) {
            world.tally.count("poll cut");
            world.chance.of(polls).cut();
        }
    }

    /** Lets everything through again; what was lost stays lost. */
    void heal() {
        weather.clear();
        links.forEach(link -> link.stall(false));
    }

    /** Cuts everything at once, as a gateway that dies does. */
    void cutAll() {
        links.forEach(SimulatedLink::cut);
        List.copyOf(polls).forEach(SimulatedPoll::cut);
        tidy();
    }

    void tidy() {
        dials.removeIf(link -> link.dialled.isDone());
        links.removeIf(SimulatedLink::isGone);
        polls.removeIf(SimulatedPoll::isOver);
        dialledPolls.removeIf(wire -> !wire.isOpenAtClient());
    }
}
