// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An application that counts what it sends, checks what it hears and is told, and obeys demand. */
final class SimulatedApplication implements AgentListener, StateListener {
    private static final Pattern FROM = Pattern.compile("\"from\":\"(\\d+)/(\\d+)\"");
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");
    private static final String GONE = "The connection to the agent is gone";

    private static final Duration LONGEST_MOVE = Duration.ofSeconds(2);

    /** What it sent, and what became of it. */
    private static final class Sent {
        /** The agent whose question it answers; 0 for none. */
        final int answersAgent;

        boolean received;
        /** Whether it was told that this was never sent. */
        boolean disowned;
        /** The newest agent when it was told that this is in doubt; 0 if it was not. */
        int doubtedWith;

        Sent(int answersAgent) {
            this.answersAgent = answersAgent;
        }
    }

    private final BothEnds world;
    private final List<Sent> sent = new ArrayList<>();
    private final Set<Integer> pending = new HashSet<>();
    private final Deque<String> questions = new ArrayDeque<>();
    private @Nullable CompletionStage<Void> room;
    private @Nullable CompletableFuture<Void> taking;
    private boolean initialized;
    private boolean ended;
    private int agent;
    private int heard;
    private int lastReceived = 1;
    private int lostUpTo;

    ConnectionState state = new ConnectionState.Connecting();
    private int gaps;
    private int lossesSeen;
    /** Whether it has learned of a loss by an answer in doubt, and not yet as a state. */
    private boolean doubts;

    private long trueAt;

    SimulatedApplication(BothEnds world) {
        this.world = world;
    }

    // ---- the way up

    boolean mayTalk() {
        return !isOver() && (room == null || room.toCompletableFuture().isDone()) && (initialized || sent.isEmpty());
    }

    /** Sends something new, if it may. */
    void act() {
        int what = world.chance.below(8);
        if (taking != null && what == 0) {
            take();
        } else if (!mayTalk()) {
            return;
        } else if (sent.isEmpty()) {
            request("initialize");
        } else if (!questions.isEmpty() && what < 4) {
            answer();
        } else if (what < 5 && pending.size() < 40) {
            request("_test/ask");
        } else {
            int number = add(0);
            send("{\"jsonrpc\":\"2.0\",\"method\":\"_test/tell\",\"params\":{" + session() + "\"n\":" + number + "}}");
        }
    }

    /** Sends initialize, if it has not; returns whether it did. */
    boolean begin() {
        if (sent.isEmpty() && mayTalk()) {
            request("initialize");
            return true;
        }
        return false;
    }

    /** Answers what the agent asked; returns false if it asked nothing. */
    boolean answer() {
        if (questions.isEmpty() || !mayTalk()) {
            return false;
        }
        String id = questions.remove();
        int number = add(Integer.parseInt(id.substring(2, id.indexOf('-'))));
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"n\":" + number + "}}");
        return true;
    }

    private void request(String method) {
        int number = add(0);
        pending.add(number);
        String session = method.equals("initialize") ? "" : session();
        send("{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"" + method + "\",\"params\":{" + session
                + "\"n\":" + number + "}}");
    }

    private String session() {
        return world.chance.oneIn(3) ? "\"sessionId\":\"s\"," : "";
    }

    private int add(int answersAgent) {
        sent.add(new Sent(answersAgent));
        return sent.size();
    }

    private void send(String json) {
        world.invariants.trace("application sends {}", json);
        room = world.connection.send(Message.of(json));
        if (!room.toCompletableFuture().isDone()) {
            world.tally.count("application waits for room");
        }
        world.invariants.check(
                !room.toCompletableFuture().isCompletedExceptionally() || isOver(), "not sent: {}", json);
    }

    /** An agent has got a message. */
    void received(SimulatedAgent by, Message message) {
        Matcher matcher = NUMBER.matcher(message.text());
        world.invariants.check(matcher.find(), "{} comes from nobody", message.text());
        int number = Integer.parseInt(matcher.group(1));
        Sent one = sent.get(number - 1);
        world.invariants.check(!one.received, "{} got {} twice: doubled", by, message.text());
        world.invariants.check(number > lastReceived, "{} got {} behind {}: out of order", by, number, lastReceived);
        world.invariants.check(!one.disowned, "{} got {}, which was called not sent", by, number);
        world.invariants.check(
                one.doubtedWith == 0 || by.number <= one.doubtedWith,
                "{} got {}, which was called in doubt",
                by,
                number);
        for (int missing = lastReceived + 1; missing < number; missing++) {
            world.invariants.check(mayBeLost(missing), "{} got {}, but {} is lost", by, number, missing);
        }
        one.received = true;
        lastReceived = number;
    }

    private boolean mayBeLost(int number) {
        int answers = sent.get(number - 1).answersAgent;
        return number <= lostUpTo
                || (answers > 0 && world.agents.get(answers - 1).isGone());
    }

    // ---- the way down

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        world.invariants.trace("application hears {}", message.text());
        world.invariants.check(taking == null, "[5.1] the application has not taken the message before {}", message);
        world.invariants.check(!ended, "[6.1] a message after the end: {}", message.text());
        Matcher from = FROM.matcher(message.text());
        if (from.find()) {
            heard(Integer.parseInt(from.group(1)), Integer.parseInt(from.group(2)));
            answered(message);
        } else {
            inDoubt(message);
        }
        if (!world.chance.oneIn(5)) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> taken = new CompletableFuture<>();
        taking = taken;
        if (!world.chance.oneIn(6)) {
            world.scheduler.execute(this::take);
        }
        return taken;
    }

    /** Takes the message that it holds. */
    void take() {
        CompletableFuture<Void> taken = taking;
        taking = null;
        if (taken != null) {
            taken.complete(null);
        }
    }

    private void heard(int by, int number) {
        if (by != agent) {
            world.invariants.check(by > agent, "agent {} speaks after agent {}", by, agent);
            world.invariants.check(
                    agent == 0 || world.agents.get(agent - 1).isGone(), "agent {} is there while {} speaks", agent, by);
            agent = by;
            heard = 0;
        }
        int next = next();
        world.invariants.check(number >= next, "{}/{} came again, or late: doubled or out of order", by, number);
        world.invariants.check(number == next, "{}/{} is lost before {}", by, next, number);
        heard = number;
    }

    /** Returns the next message that it must hear; what answers an initialize that was said in its name it does not. */
    private int next() {
        boolean isHidden = initialized && world.agents.get(agent - 1).initializeAnswer == heard + 1;
        return heard + (isHidden ? 2 : 1);
    }

    private void answered(Message message) {
        String id = message.envelope().id();
        if (id != null && !message.envelope().isResponse()) {
            questions.add(id);
        } else if (id != null) {
            int number = Integer.parseInt(id);
            world.invariants.check(pending.remove(number), "answered twice, or not asked: {}", message.text());
            initialized |= number == 1;
        }
    }

    /** Its connection is gone, and so is what was on its way. */
    private void lose(String why) {
        world.invariants.check(world.losses > lossesSeen, "the connection was there, but it is called gone: {}", why);
        lostUpTo = sent.size();
        lossesSeen = world.losses;
    }

    private void inDoubt(Message message) {
        world.invariants.check(message.text().contains("\"inDoubt\""), "nobody said {}", message.text());
        int number = Integer.parseInt(String.valueOf(message.envelope().id()));
        Sent one = sent.get(number - 1);
        boolean known = message.text().contains("\"inDoubt\":false");
        world.tally.count(known ? "called not sent" : "in doubt");
        world.invariants.check(pending.remove(number), "answered twice: {}", message.text());
        if (number > lostUpTo && !isOver()) {
            lose(message.text());
            doubts = true;
        }
        world.invariants.check(
                isOver() || number <= lostUpTo, "in doubt, though its connection is there: {}", message.text());
        world.invariants.check(!known || !one.received, "called not sent, but the agent has it: {}", message.text());
        one.disowned = known;
        one.doubtedWith = known ? 0 : world.agents.size();
    }

    @Override
    public void onClosed(CloseReason reason) {
        world.invariants.check(!ended, "[6.1] told twice of the end");
        world.invariants.trace("application is told of the end: {}", reason);
        ended = true;
    }

    // ---- states

    @Override
    public void onState(String connection, ConnectionState now) {
        world.invariants.trace("state: {}", now);
        world.tally.count(now.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        world.invariants.check(!(state instanceof ConnectionState.Closed), "a state after the last: {}", now);
        if (now instanceof ConnectionState.Gap gap) {
            gaps++;
            world.invariants.check(gap.from() == 0 && gap.to() == 0, "a gap that nobody made: {}", gap);
            world.invariants.check(gaps <= world.losses, "{} gaps, but {} connections were lost", gaps, world.losses);
            return;
        }
        if (now instanceof ConnectionState.Degraded) {
            return;
        }
        if (now instanceof ConnectionState.Connected connected) {
            if (state instanceof ConnectionState.Connected before) {
                world.tally.count("moved " + before.transport() + " to " + connected.transport());
            }
        }
        if (now instanceof ConnectionState.Reconnecting again && again.why().startsWith(GONE)) {
            if (!doubts) {
                lose(again.why());
            }
            doubts = false;
        }
        state = now;
    }

    boolean isOver() {
        return state instanceof ConnectionState.Closed;
    }

    // ---- what must hold

    /** Returns whether initialize is not answered, so that a wire that begins with POSTing it has no stream yet. */
    private boolean isBeginning() {
        return !initialized || world.losses > gaps;
    }

    /** Whoever is told that it is connected has a wire, but for as long as a move may take. */
    void verifyState() {
        boolean isTrue = !(state instanceof ConnectionState.Connected connected)
                || world.network.hasWire(connected.transport())
                || (isBeginning() && connected.transport().equals("sse"));
        if (isTrue) {
            trueAt = world.time.now();
        }
        world.invariants.check(
                world.time.now() - trueAt <= LONGEST_MOVE.toNanos(), "it is called {}, but there is no wire", state);
    }

    /** Returns whether all that was sent and said has arrived. */
    boolean isSettled() {
        if (!(state instanceof ConnectionState.Connected) || !initialized || taking != null || !questions.isEmpty()) {
            return false;
        }
        SimulatedAgent now = world.agents.get(world.agents.size() - 1);
        return pending.isEmpty() && now.isIdle() && hasHeardAll(now) && (lastReceived == sent.size() || isLostBehind());
    }

    private boolean hasHeardAll(SimulatedAgent now) {
        return agent == now.number ? heard == now.said() || next() > now.said() : now.said() == now.initializeAnswer;
    }

    private boolean isLostBehind() {
        for (int number = lastReceived + 1; number <= sent.size(); number++) {
            if (!mayBeLost(number)) {
                return false;
            }
        }
        return true;
    }

    void verifyEnded() {
        world.invariants.check(ended || agent == 0, "the application was never told of the end");
    }

    @Override
    public String toString() {
        return "application in " + state + ", sent " + sent.size() + ", the agent has " + lastReceived + ", heard "
                + agent + "/" + heard + ", pending " + pending + ", questions " + questions
                + (taking == null ? "" : ", taking") + (mayTalk() ? "" : ", silent");
    }
}
