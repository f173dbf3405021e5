// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.runtime.connection.Chance;
import dev.fairlead.runtime.connection.ConnectionLimits;
import dev.fairlead.runtime.connection.ConnectionTable;
import dev.fairlead.runtime.connection.FakeTimers;
import dev.fairlead.runtime.connection.Invariants;
import dev.fairlead.runtime.connection.Scheduler;
import dev.fairlead.runtime.connection.Tally;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An application, our client, a network, our gateway and its agents: everything between the two who want to talk. */
final class BothEnds implements Agent {
    final Chance chance;
    final Scheduler scheduler;
    final PlantedFault fault;
    final Tally tally;
    final Invariants invariants = new Invariants();
    final FakeTimers time = new FakeTimers();
    final ConnectionLimits limits;
    final SimulatedNetwork network = new SimulatedNetwork(this);
    final List<SimulatedAgent> agents = new ArrayList<>();
    final SimulatedApplication application = new SimulatedApplication(this);
    final ResumableConnection connection;
    final List<ConnectionTable> gateways = new ArrayList<>();
    ConnectionTable gateway;

    /** How many connections were lost by the gateway. */
    int losses;

    CompletableFuture<AgentConnection> opened = new CompletableFuture<>();

    BothEnds(Chance chance, Scheduler scheduler, PlantedFault fault, Tally tally) {
        this.chance = chance;
        this.scheduler = scheduler;
        this.fault = fault;
        this.tally = tally;
        this.limits = limits(chance);
        this.gateway = open();
        SimulatedHttp http = new SimulatedHttp(this);
        LinkTransport streams = new LinkTransport(this, "sse", 200, false);
        List<Way> ways = new ArrayList<>(List.of(
                new Way(new LinkTransport(this, "websocket", 300, true), false),
                new Way(new PostingTransport(streams, time), true),
                new Way(new PollTransport(this), false)));
        while (ways.size() > 1 && chance.oneIn(5)) {
            ways.remove(chance.below(ways.size()));
        }
        Surroundings around = new Surroundings(
                new Target.Address(URI.create("http://gateway.test/acp")),
                ways,
                http,
                Settings.NONE,
                new ConnectSettings(
                        ConnectSettings.AUTO, Duration.ofHours(1), Duration.ofSeconds(6), Duration.ofSeconds(3)),
                PathMemory.inMemory(),
                time,
                new Random(chance.below(Integer.MAX_VALUE)),
                this::farewell,
                true);
        AgentContext context = new AgentContext(
                "both-ends", new Peer("local", "nowhere", Peer.ANONYMOUS), MessageLimits.STANDARD, application);
        this.connection = new ResumableConnection(context, around, application);
    }

    private static ConnectionLimits limits(Chance chance) {
        return ConnectionLimits.from(Settings.of(Map.of(
                "limits.journal-events", "" + chance.between(16, 64),
                "limits.journal-bytes", chance.between(8, 40) + " KiB",
                "limits.message-bytes", "6 KiB",
                "limits.initialize-time", "10 min",
                "limits.never-read-time", "60 min",
                "limits.unread-time", "60 min",
                "limits.stall-time", "3 s",
                "limits.silence", "6 s",
                "heartbeat", "2 s")));
    }

    private ConnectionTable open() {
        ConnectionTable table = new ConnectionTable(this, limits, time, scheduler);
        gateways.add(table);
        return table;
    }

    private CompletionStage<Void> farewell(String id) {
        scheduler.execute(() -> {
            try {
                gateway.get(id, new Peer("http", "nowhere", Peer.ANONYMOUS)).end(CloseReason.NORMAL);
            } catch (AgentException unknown) {
                tally.count("farewell to nobody");
            }
        });
        return CompletableFuture.completedStage(null);
    }

    /** A gateway wants an agent. */
    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        for (SimulatedAgent before : agents) {
            invariants.check(before.isGone(), "a second agent, though there is {}", before);
        }
        SimulatedAgent agent = new SimulatedAgent(this, agents.size() + 1, context.listener());
        agents.add(agent);
        CompletableFuture<AgentConnection> started = new CompletableFuture<>();
        scheduler.execute(() -> started.complete(agent));
        return started;
    }

    // ---- what happens to the gateway

    /** The gateway dies with all that it knows, and another takes its place. */
    void restart() {
        tally.count("gateway restarted");
        invariants.trace("the gateway restarts");
        losses++;
        agents.forEach(SimulatedAgent::vanish);
        network.cutAll();
        ConnectionTable old = gateway;
        gateway = open();
        var unused = old.stop();
    }

    /** One transport stops at the gateway, and comes back later. */
    void dismiss() {
        String transport = chance.of(SimulatedNetwork.TRANSPORTS);
        tally.count(transport + " stopped");
        invariants.trace("{} stops at the gateway", transport);
        if (gateway.size() == 1) {
            network.weather(transport, SimulatedNetwork.Weather.REFUSED);
            var unused = gateway.dismiss(transport);
        }
    }

    // ---- what must hold

    void verify() {
        invariants.verify();
        application.verifyState();
    }

    boolean isOver() {
        return application.isOver();
    }

    /** Nothing may be left at either end. */
    void verifyNothingIsLeft() {
        application.verifyEnded();
        for (SimulatedLink link : network.links) {
            invariants.check(!link.isLeft(), "left: {}", link);
        }
        network.tidy();
        invariants.check(network.dialledPolls.isEmpty(), "left: {}", network.dialledPolls);
        invariants.check(network.polls.isEmpty(), "{} polls are left", network.polls.size());
        for (ConnectionTable table : gateways) {
            invariants.check(table.size() == 0, "a connection is left");
        }
        for (SimulatedAgent agent : agents) {
            invariants.check(agent.closed().toCompletableFuture().isDone(), "left: {}", agent);
        }
    }

    @Override
    public String toString() {
        network.tidy();
        return application + "\n  " + agents + "\n  " + network.links + network.dialledPolls + " polls "
                + network.polls.size();
    }
}
