// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client's way up: numbered messages, several under way at once, through a network that loses, repeats and reorders POSTs; or, over
 * a wire, in order from where the server says it is. A client that numbers nothing sends one request at a time.
 */
final class Outbox {
    private static final int MOST_UNDER_WAY = 12;
    private static final int MOST_ANSWERS_BEFORE_A_COPY = 30;

    private final World world;
    private final SimulatedClient client;
    private final boolean numbers;
    private final List<Upward> sent = new ArrayList<>();
    private final NavigableMap<Long, Upward> unconfirmed = new TreeMap<>();
    private @Nullable SimulatedWire wire;
    private @Nullable CompletionStage<Void> wireIsReady;
    private long nextOnWire;
    private int taken;
    private String lastRefusal = "";

    Outbox(World world, SimulatedClient client, boolean numbers) {
        this.world = world;
        this.client = client;
        this.numbers = numbers;
    }

    Upward sent(long number) {
        return sent.get((int) number - 1);
    }

    boolean isEmpty() {
        return unconfirmed.isEmpty();
    }

    /** Returns in words what is under way, and what was said against it last. */
    String state() {
        return unconfirmed.values() + " " + lastRefusal;
    }

    /** Says something new, if not too much is under way. */
    void speak() {
        if (unconfirmed.size() >= (numbers ? MOST_UNDER_WAY : 1)) {
            return;
        }
        long serial = sent.size() + 1L;
        long number = numbers ? serial : WireListener.UNNUMBERED;
        Upward message = next(number, serial);
        sent.add(message);
        unconfirmed.put(serial, message);
        world.sends(message);
        post(serial);
    }

    private Upward next(long number, long serial) {
        if (client.opens() && serial == 1) {
            return Upward.request(client, number, serial, "initialize", null);
        }
        Chance chance = world.chance;
        String asked = world.agent.somethingAsked();
        String session = world.sessions.isEmpty() ? null : chance.of(world.sessions);
        int what = chance.below(numbers ? 12 : 6);
        return switch (what) {
            case 0 -> Upward.request(client, number, serial, "session/new", null);
            case 1 ->
                chance.oneIn(3) && session != null
                        ? Upward.request(client, number, serial, "session/close", session)
                        : Upward.request(client, number, serial, "_vendor/x", null);
            case 2, 3, 4, 5 -> Upward.request(client, number, serial, "session/prompt", session);
            case 6, 7 ->
                asked == null
                        ? Upward.notification(client, number, serial)
                        : Upward.response(client, number, serial, asked);
            case 8 -> Upward.garbage(client, number);
            default -> Upward.notification(client, number, serial);
        };
    }

    /** Posts a message, maybe more than once, maybe in vain. */
    private void post(long serial) {
        int copies = world.chance.oneIn(4) ? world.chance.between(0, 3) : 1;
        int answers = world.agent.answers();
        for (int i = 0; i < copies; i++) {
            world.scheduler.execute(() -> arrive(serial, answers));
        }
    }

    /** Posts again what was not confirmed. */
    void postAgain() {
        if (!unconfirmed.isEmpty()) {
            List<Long> serials = new ArrayList<>(unconfirmed.keySet());
            post(world.chance.of(serials));
        }
    }

    private void arrive(long serial, int answersBefore) {
        Upward message = sent.get((int) serial - 1);
        if (world.isOver()) {
            return;
        }
        if (isTooLate(message, answersBefore)) {
            unconfirmed.remove(serial);
            return;
        }
        try {
            world.tally.count(describe(message));
            client.isSeen();
            if (message.kind == Upward.Kind.GARBAGE) {
                if (message.number - world.connection.received(client.name()) > world.limits.reorder()) {
                    return;
                }
                world.connection.skip(client.name(), world.bug.number(message.number));
            } else {
                world.promised(world.post(client.name(), message.number, Message.of(message.text)));
            }
            world.invariants.trace("{} posted {}", client, message);
            message.accepted = true;
            if (message.method.equals("initialize")) {
                client.awaitInitialized();
            }
            if (!world.chance.oneIn(6)) {
                world.scheduler.execute(() -> unconfirmed.remove(serial));
            }
        } catch (AgentException e) {
            world.invariants.trace("refused: {} {}", message, e.getMessage());
            lastRefusal = e.getMessage();
            world.tally.count("refused " + e.code().text());
            boolean expected = e.code() == Code.LIMIT_REACHED || e.code() == Code.CONNECTION_UNKNOWN;
            world.invariants.check(expected, "{} was refused: {}", message, e.getMessage());
        }
    }

    private String describe(Upward message) {
        if (message.accepted) {
            return "post again";
        }
        return numbers && message.number > world.connection.received(client.name()) + 1 ? "post out of order" : "post";
    }

    /** A message without a number is known again for a while only, and the first one not at all. */
    private boolean isTooLate(Upward message, int answersBefore) {
        return !numbers
                && message.accepted
                && (message.method.equals("initialize")
                        || world.agent.answers() - answersBefore > MOST_ANSWERS_BEFORE_A_COPY);
    }

    // ---- over a wire

    /** A wire that carries messages up is there; the server has told how far it is. */
    void useWire(SimulatedWire carrier, long received) {
        if (numbers) {
            wire = carrier;
            wireIsReady = null;
            nextOnWire = received + 1;
            unconfirmed.headMap(received, true).clear();
        }
    }

    /** Sends the next message over the wire, if it is ready; returns false if there is none. */
    boolean sendOverWire() {
        SimulatedWire carrier = wire;
        WireListener listener = carrier == null || !carrier.isOpen() ? null : carrier.listener();
        if (listener == null || nextOnWire > sent.size() || carrier.condition() != SimulatedWire.Condition.GOOD) {
            return false;
        }
        if (wireIsReady != null && !wireIsReady.toCompletableFuture().isDone()) {
            return false;
        }
        Upward message = sent(nextOnWire++);
        world.invariants.trace(
                "{} sends {} over {}, received {}", client, message, carrier, world.connection.received(client.name()));
        world.tally.count("sent over a wire");
        wireIsReady =
                listener.onMessage(world.bug.number(message.number), message.text.getBytes(StandardCharsets.UTF_8));
        world.promised(wireIsReady);
        message.accepted = true;
        if (!world.chance.oneIn(6)) {
            world.scheduler.execute(() -> unconfirmed.remove(message.number));
        }
        return true;
    }

    // ---- what must hold

    /** Whatever was accepted with all before it is with the agent, when nothing is under way. */
    void verifyTakenAreReceived() {
        while (taken < sent.size() && sent.get(taken).accepted) {
            Upward message = sent.get(taken);
            world.invariants.check(
                    message.received || message.mayBeMissing(), "it waits in line for nothing: {}", message);
            taken++;
        }
    }

    void verifyAllReceived() {
        world.invariants.check(unconfirmed.isEmpty(), "never accepted: {}", unconfirmed.values());
        for (Upward message : sent) {
            world.invariants.check(message.received || message.mayBeMissing(), "the agent never got {}", message);
        }
    }
}
