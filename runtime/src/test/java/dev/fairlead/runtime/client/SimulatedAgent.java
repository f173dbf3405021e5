// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An agent that counts what it says and checks what it hears: {@code from} of the k-th message of agent a is {@code "a/k"}. */
final class SimulatedAgent implements AgentConnection {
    final int number;
    private final BothEnds world;
    private final AgentListener listener;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final Deque<Message> todo = new ArrayDeque<>();
    private final Set<String> asked = new HashSet<>();
    private @Nullable CompletionStage<Void> demand;
    private @Nullable CompletableFuture<Void> reading;
    private boolean initialized;
    private boolean gone;
    private int said;

    /** Which of its messages answers initialize; 0 if none has. */
    int initializeAnswer;

    SimulatedAgent(BothEnds world, int number, AgentListener listener) {
        this.world = world;
        this.number = number;
        this.listener = listener;
    }

    @Override
    public String id() {
        return "agent-" + number;
    }

    // ---- what it hears

    @Override
    public CompletionStage<Void> send(Message message) {
        world.invariants.check(reading == null, "[1.1] two messages at once to the agent");
        world.invariants.trace("{} hears {}", this, message.text());
        if (!gone) {
            hear(message);
        }
        if (world.chance.oneIn(3)) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> taken = new CompletableFuture<>();
        reading = taken;
        if (!world.chance.oneIn(8)) {
            world.scheduler.execute(this::read);
        }
        return taken;
    }

    /** Takes the message that it is reading. */
    void read() {
        CompletableFuture<Void> taken = reading;
        reading = null;
        if (taken != null) {
            taken.complete(null);
        }
    }

    private void hear(Message message) {
        boolean isFirst = message.envelope().isRequest("initialize");
        world.invariants.check(isFirst != initialized, "{} heard {} at the wrong time", this, message.text());
        initialized = true;
        if (!isFirst) {
            world.application.received(this, message);
        }
        String id = message.envelope().id();
        if (message.envelope().isResponse()) {
            world.invariants.check(asked.remove(id), "{} did not ask {}, or heard it before", this, message.text());
        } else if (id != null) {
            todo.add(message);
        }
    }

    // ---- what it says

    boolean isGone() {
        return gone;
    }

    boolean isIdle() {
        return gone || (todo.isEmpty() && reading == null && asked.isEmpty());
    }

    int said() {
        return said;
    }

    private boolean mayTalk() {
        return !gone
                && initialized
                && (demand == null || demand.toCompletableFuture().isDone());
    }

    /** Says or does something, if it may. */
    void act() {
        int what = world.chance.below(12);
        if (what < 4 || (initializeAnswer == 0 && initialized)) {
            answer();
        } else if (what == 4 && mayTalk() && asked.size() < 8) {
            String id = "\"a" + number + "-" + (said + 1) + "\"";
            asked.add(id);
            say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"_test/ask\",\"params\":{" + from() + "}}");
        } else if (what == 5) {
            read();
        } else {
            for (int i = world.chance.below(4); i >= 0 && mayTalk(); i--) {
                String session = world.chance.oneIn(2) ? "\"sessionId\":\"s\"," : "";
                say("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{" + session + from() + "}}");
            }
        }
    }

    /** Answers the oldest request, if it may. */
    boolean answer() {
        if (!mayTalk() || todo.isEmpty()) {
            return false;
        }
        Message request = todo.remove();
        if (request.envelope().isRequest("initialize")) {
            initializeAnswer = said + 1;
        }
        say("{\"jsonrpc\":\"2.0\",\"id\":" + request.envelope().id() + ",\"result\":{" + from() + "}}");
        return true;
    }

    private String from() {
        return "\"from\":\"" + number + "/" + (said + 1) + "\"";
    }

    private void say(String json) {
        said++;
        int more = world.chance.oneIn(30) ? 3000 : world.chance.below(60);
        world.invariants.trace("{} says {}", this, json);
        demand = listener.onMessage(Message.of(json + " ".repeat(more)));
        if (!mayTalk()) {
            world.tally.count("agent paused");
        }
    }

    // ---- the end

    @Override
    public CompletionStage<CloseReason> close(CloseReason reason) {
        world.scheduler.execute(() -> end(reason));
        return closed;
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return closed;
    }

    /** Ends by itself. */
    void die() {
        world.tally.count("agent died");
        world.losses++; // who is away then does not hear of it
        end(new CloseReason(Code.AGENT_EXITED, "It died."));
    }

    /** Is killed with its gateway: nothing that it says reaches anybody. */
    void vanish() {
        gone = true;
    }

    private void end(CloseReason reason) {
        gone = true;
        if (closed.complete(reason)) {
            read();
            listener.onClosed(reason);
        }
    }

    @Override
    public String toString() {
        return id() + (gone ? " gone" : mayTalk() ? "" : " paused") + " said " + said + " todo " + todo.size()
                + (reading == null ? "" : " reading") + " asked " + asked;
    }
}
