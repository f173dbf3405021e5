// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An agent that talks, asks, answers and reads whenever it likes, and obeys demand. It checks what reaches it. */
final class SimulatedAgent implements Agent, AgentConnection {
    private static final int MOST_SESSIONS = 6;

    private final World world;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final Deque<Upward> todo = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, Boolean> answered = new HashMap<>();
    private final Map<String, Long> lastNumber = new HashMap<>();
    private @Nullable AgentListener listener;
    private @Nullable CompletionStage<Void> demand;
    private @Nullable CompletableFuture<Void> reading;
    private boolean open;
    private boolean speaking;
    private boolean gatewaySpoke;
    private boolean closing;
    private boolean gone;
    private int serial;
    private int answers;

    SimulatedAgent(World world) {
        this.world = world;
    }

    // ---- what the gateway does

    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        world.requireUnlocked("the agent is started");
        world.invariants.check(listener == null, "the agent is started twice");
        listener = context.listener();
        CompletableFuture<AgentConnection> connecting = new CompletableFuture<>();
        world.scheduler.execute(() -> started(connecting));
        return connecting;
    }

    private void started(CompletableFuture<AgentConnection> connecting) {
        if (!world.chance.oneIn(10)) {
            world.scheduler.execute(() -> started(connecting));
            return;
        }
        if (world.chance.oneIn(50)) {
            gone = true;
            connecting.completeExceptionally(new AgentException(Code.AGENT_UNAVAILABLE, "It does not start."));
            return;
        }
        open = true;
        connecting.complete(this);
    }

    @Override
    public String id() {
        return "simulated";
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        world.requireUnlocked("the agent is sent a message");
        world.invariants.check(reading == null, "[1.1] two messages at once to the agent");
        received(message);
        if (world.chance.oneIn(2)) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> taken = new CompletableFuture<>();
        reading = taken;
        world.scheduler.execute(() -> {
            reading = null;
            taken.complete(null);
        });
        return taken;
    }

    private void received(Message message) {
        Upward upward = world.upwards.get(message.text());
        if (upward == null) {
            world.invariants.check(
                    message.text().contains("\"limit-reached\""), "{} comes from nobody", message.text());
            return;
        }
        world.invariants.check(!upward.received, "the agent got twice: {}", upward);
        world.invariants.check(!upward.refused, "the agent got what was refused: {}", upward);
        upward.received = true;
        if (upward.number > 0) {
            requireOrder(upward);
        }
        if (upward.kind == Upward.Kind.REQUEST) {
            todo.add(upward);
        } else if (upward.kind == Upward.Kind.RESPONSE) {
            world.invariants.check(Boolean.FALSE.equals(answered.put(upward.id, true)), "answered twice: {}", upward);
        }
    }

    private void requireOrder(Upward upward) {
        long last = lastNumber.getOrDefault(upward.client, 0L);
        world.invariants.check(upward.number > last, "{} came behind number {}: out of order", upward, last);
        for (long number = last + 1; number < upward.number; number++) {
            Upward missing = world.upward(upward.client, number);
            world.invariants.check(missing.mayBeMissing(), "{} came before {}", upward, missing);
        }
        lastNumber.put(upward.client, upward.number);
    }

    @Override
    public CompletionStage<CloseReason> close(CloseReason reason) {
        world.requireUnlocked("the agent is closed");
        world.tally.count("agent closed " + reason.code().text());
        if (!closing) {
            closing = true;
            world.scheduler.execute(() -> gone(reason));
        }
        return closed;
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return closed;
    }

    private void gone(CloseReason reason) {
        if (!gone) {
            gone = true;
            listener.onClosed(reason);
            closed.complete(reason);
        }
    }

    // ---- what the agent does

    boolean isSpeaking() {
        return speaking;
    }

    /** The gateway put something of its own into the journal. */
    void gatewaySpoke() {
        gatewaySpoke = true;
    }

    boolean isPaused() {
        return !gone && demand != null && !demand.toCompletableFuture().isDone();
    }

    private boolean isOpen() {
        return open && !gone;
    }

    /** Returns whether the next message would be taken at once. */
    boolean isReady() {
        return isOpen() && !closing && reading == null;
    }

    /** Returns how many requests it has answered. */
    int answers() {
        return answers;
    }

    /** Says something, if it may. */
    void act() {
        if (!isOpen() || isPaused()) {
            return;
        }
        int what = world.chance.below(10);
        if (what < 3 && !todo.isEmpty()) {
            answer();
        } else if (what == 3) {
            ask();
        } else if (what < 8 && !world.sessions.isEmpty()) {
            say(padded(Rpc.update(world.chance.of(world.sessions), ++serial)));
        } else {
            say(padded(Rpc.note(++serial)));
        }
    }

    private Message padded(Message message) {
        int more = world.chance.oneIn(40) ? 4000 : world.chance.below(200);
        return Message.of(message.text() + " ".repeat(more));
    }

    /** Answers the oldest request, if it may; returns false if there is none or it may not. */
    boolean answer() {
        if (!isOpen() || isPaused() || todo.isEmpty()) {
            return false;
        }
        Upward request = todo.remove();
        answers++;
        switch (request.method) {
            case "session/new" -> {
                String session = "s" + (1 + world.chance.below(MOST_SESSIONS));
                if (!world.sessions.contains(session)) {
                    world.sessions.add(session);
                }
                say(Rpc.session(request.id, session));
            }
            case "session/close" -> {
                world.sessions.remove(request.session);
                say(Rpc.result(request.id));
            }
            default -> say(world.chance.oneIn(10) ? Rpc.error(request.id) : Rpc.result(request.id));
        }
        return true;
    }

    private void ask() {
        String id = "" + asked.size();
        asked.add(id);
        answered.put(id, false);
        say(
                world.sessions.isEmpty() || world.chance.oneIn(2)
                        ? Rpc.request(id, "_vendor/ask")
                        : Rpc.request(id, "session/request_permission", world.chance.of(world.sessions)));
    }

    private void say(Message message) {
        world.invariants.trace("agent > {}", message.text());
        world.invariants.check(
                closing || !world.journal.isFull() || gatewaySpoke,
                "the agent is not paused, though the journal is full");
        gatewaySpoke = false;
        speaking = true;
        demand = listener.onMessage(message);
        speaking = false;
        world.promised(demand);
        if (isPaused()) {
            world.tally.count("agent paused");
        }
    }

    /** Returns the id of a request of its own, answered or not, or null if it has asked nothing. */
    @Nullable String somethingAsked() {
        return asked.isEmpty() ? null : world.chance.of(asked);
    }

    /** Ends by itself. */
    void die() {
        if (isOpen() && !closing) {
            closing = true;
            world.tally.count("agent died");
            gone(new CloseReason(Code.AGENT_EXITED, "It died."));
        }
    }

    // ---- what must hold

    String state() {
        return (gone ? "gone" : isPaused() ? "paused" : "open") + (reading == null ? "" : " reading") + " todo " + todo;
    }

    void verifyAllReceived() {
        world.invariants.check(todo.isEmpty(), "the agent has not answered {}", todo);
        for (SimulatedClient client : world.clients) {
            client.outbox.verifyAllReceived();
        }
    }

    void verifyGone() {
        world.invariants.check(listener == null || gone, "the agent is left");
    }
}
