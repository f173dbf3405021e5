// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.WireListener;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client that comes and goes on wires of changing kinds. One that keeps cursors knows what it has; a plain one does not. */
final class SimulatedClient implements WireAudit.Knowledge {
    /** How a client reads. */
    enum Way {
        /** One wire for each stream, as with SSE. */
        STREAMS,
        /** One wire for all, which brings messages up too, as a WebSocket does. */
        ALL,
        /** One wire for all that ends with its first batch, as a poll does. */
        POLL
    }

    final Outbox outbox;
    private final World world;
    private final @Nullable String name;
    private final boolean keepsCursors;
    private final List<SimulatedWire> wires = new ArrayList<>();
    private final Map<Streams, Long> handed = new HashMap<>();
    private final Map<Streams, Long> cursors = new HashMap<>();
    private final Map<Streams, Long> acknowledged = new HashMap<>();
    /** Up to where it has all streams. */
    private long floor;

    /** The response to initialize, if it came in the answer to the POST just behind what wires took, and what it acknowledged. */
    private long answeredBehindTaken;

    private long answeredBehindSaid;
    private boolean waitsForInitialized;
    private boolean hasRead;
    private long seen;

    private final BitSet has = new BitSet();
    private final Set<Streams> acknowledges = new HashSet<>();
    private Way way;

    private SimulatedClient(World world, @Nullable String name, boolean keepsCursors, boolean numbers) {
        this.world = world;
        this.name = name;
        this.keepsCursors = keepsCursors;
        this.outbox = new Outbox(world, this, numbers);
        this.way = Way.STREAMS;
    }

    /** Creates one to four clients: the first opens the connection, one at most is unnamed. */
    static void populate(World world) {
        Chance chance = world.chance;
        boolean plain = chance.oneIn(2);
        int named = chance.between(plain ? 0 : 1, 3);
        if (plain) {
            world.clients.add(new SimulatedClient(world, null, chance.oneIn(2), chance.oneIn(2)));
        }
        for (int i = 0; i < named; i++) {
            world.clients.add(new SimulatedClient(world, "client-" + i, !chance.oneIn(4), true));
        }
    }

    @Nullable String name() {
        return name;
    }

    /** Returns whether it opens the connection. */
    boolean opens() {
        return world.clients.get(0) == this;
    }

    // ---- what it does

    /** Waits for the answer to its initialize, which goes out in the answer to the POST. */
    void awaitInitialized() {
        if (!waitsForInitialized) {
            waitsForInitialized = true;
            world.connection.initialized().thenAccept(response -> world.scheduler.execute(() -> initialized(response)));
        }
    }

    private void initialized(Event response) {
        long sequence = response.sequence();
        has.set((int) sequence);
        if (isNext(sequence, upTo(handed, Streams.CONNECTION))) {
            answeredBehindTaken = sequence;
        }
        if (isNext(sequence, upTo(acknowledged, Streams.CONNECTION))) {
            answeredBehindSaid = sequence;
        }
        if (world.ledger.undeliveredAfter(Streams.CONNECTION) == sequence - 1) {
            world.ledger.delivered(Streams.CONNECTION, sequence);
        }
        world.connection.initializeDelivered(name, response);
    }

    private boolean isNext(long sequence, long after) {
        List<Event> events = world.ledger.events(Streams.CONNECTION);
        return after < sequence && events.get(Ledger.indexAfter(events, after)).sequence() == sequence;
    }

    private static long upTo(Map<Streams, Long> cursors, Streams streams) {
        return Math.max(cursors.getOrDefault(Streams.ALL, 0L), cursors.getOrDefault(streams, 0L));
    }

    /** Does something, whatever comes to its mind. */
    void act() {
        if (world.isOver()) {
            return;
        }
        Chance chance = world.chance;
        switch (chance.below(10)) {
            case 0 -> connect(chance.of(List.of(Way.values())));
            case 1 -> connectMissing();
            case 2 -> acknowledge();
            case 3 -> wires.forEach(this::isAlive);
            case 4 -> outbox.postAgain();
            case 5, 6 -> outbox.sendOverWire();
            default -> {
                if (opens()
                        || world.connection.initialized().toCompletableFuture().isDone()) {
                    outbox.speak();
                }
            }
        }
    }

    /** Reads in some way from now on. Older wires may go on for a while. */
    void connect(Way newWay) {
        way = newWay;
        if (way == Way.STREAMS) {
            open(Streams.CONNECTION);
            world.sessions.forEach(session -> open(Streams.session(session)));
        } else {
            open(Streams.ALL);
        }
    }

    /** Opens what is not open of the way in which it reads. */
    void connectMissing() {
        wires.removeIf(wire -> !wire.isOpen());
        if (way != Way.STREAMS) {
            openIfMissing(Streams.ALL);
        } else {
            openIfMissing(Streams.CONNECTION);
            world.sessions.forEach(session -> openIfMissing(Streams.session(session)));
        }
    }

    private void openIfMissing(Streams streams) {
        if (!isOpen(streams)) {
            open(streams);
        }
    }

    /** Lets go of all wires without a word. */
    void abandonAll() {
        wires.forEach(SimulatedWire::abandon);
        wires.clear();
    }

    /** Lets go of the wires that have fallen silent. */
    void abandonBroken() {
        for (SimulatedWire wire : wires) {
            if (wire.condition() != SimulatedWire.Condition.GOOD) {
                wire.abandon();
            }
        }
    }

    private void acknowledge() {
        if (keepsCursors && !wires.isEmpty()) {
            acknowledge(world.chance.of(wires), world.chance.oneIn(2));
        }
    }

    /** Says what it has of all that it reads, as far as it has not yet; returns whether there was something to say. */
    boolean acknowledgeAll() {
        boolean said = false;
        for (SimulatedWire wire : wires) {
            if (keepsCursors && wire.isOpen() && cursor(wire.streams) > acknowledged(wire.streams)) {
                said |= acknowledge(wire, wire.acknowledges);
            }
        }
        return said;
    }

    private boolean acknowledge(SimulatedWire wire, boolean onTheWire) {
        WireListener listener = wire.listener();
        boolean known = wire.streams.sessionId() == null || world.sessions.contains(wire.streams.sessionId());
        if (!wire.isOpen() || listener == null || !known) {
            return false;
        }
        long cursor = cursor(wire.streams);
        has(wire.streams, cursor);
        if (onTheWire) {
            listener.onAcknowledged(cursor);
        } else {
            acknowledges.add(wire.streams);
            world.connection.acknowledged(name, wire.streams, cursor);
        }
        return true;
    }

    private void isAlive(SimulatedWire wire) {
        WireListener listener = wire.listener();
        if (wire.isOpen() && listener != null && wire.condition() == SimulatedWire.Condition.GOOD) {
            listener.onAlive();
        }
    }

    /** Says that it has some streams up to a sequence. */
    private void has(Streams streams, long upTo) {
        world.ledger.delivered(streams, upTo);
        isSeen();
        acknowledged.merge(streams, upTo, Math::max);
        world.invariants.trace("{} says it has {} up to {}", this, streams, upTo);
    }

    /** Returns up to where it has said that it has some streams. */
    long acknowledged(Streams streams) {
        return Math.max(acknowledged.getOrDefault(Streams.ALL, 0L), acknowledgedAlone(streams));
    }

    /** It did something that the server sees. */
    void isSeen() {
        seen = world.timers.now();
    }

    /** Returns whether it reads, and has been seen within the resume window, so that nothing it lacks may be forgotten. */
    boolean isHere() {
        return hasRead && world.timers.now() - seen < world.limits.unreadTime().toNanos();
    }

    // ---- attaching

    private void open(Streams streams) {
        AttachRequest request = new AttachRequest(
                World.PEER,
                world.connection.id(),
                name,
                streams,
                keepsCursors ? cursor(streams) : null,
                true,
                keepsCursors && way == Way.ALL);
        try {
            world.connection.admit(request);
        } catch (AgentException e) {
            world.invariants.check(
                    e.code() == Code.LIMIT_REACHED || e.code() == Code.CONNECTION_UNKNOWN,
                    "not admitted: {}",
                    e.getMessage());
            return;
        }
        world.scheduler.execute(() -> {
            if (world.chance.oneIn(20)) {
                world.connection.abandon(CloseReason.LINK_LOST);
            } else {
                attach(request);
            }
        });
    }

    private void attach(AttachRequest request) {
        Streams streams = request.streams();
        Long after = request.after();
        WireAudit audit = new WireAudit(world.ledger, world.invariants, streams, after, this);
        if (after != null) {
            has(streams, after);
        }
        world.invariants.trace("{} attaches {}", this, request);
        SimulatedWire wire = new SimulatedWire(world, this, request, audit);
        wires.add(wire);
        world.wires.add(wire);
        hasRead = true;
        isSeen();
        if (streams.all()) {
            outbox.useWire(wire, world.connection.received(name));
        }
        wire.hears(world.connection.attach(request, wire));
    }

    /** A wire has taken the events of some streams for this client. */
    void handed(Streams streams, long upTo) {
        handed.merge(streams, upTo, Math::max);
    }

    /** The server forgets what this client said and took of a stream. */
    void forget(Streams stream) {
        handed.remove(stream);
        acknowledged.remove(stream);
        acknowledges.remove(stream);
    }

    // ---- what the server can know

    @Override
    public long acknowledgedAlone(Streams stream) {
        long said = acknowledged.getOrDefault(stream, 0L);
        return stream.equals(Streams.CONNECTION) ? Math.max(said, answeredBehindSaid) : said;
    }

    /** Returns whether the server takes for delivered only what this client says that it has. */
    boolean isAcknowledging(Streams streams) {
        return acknowledges.contains(Streams.ALL) || acknowledges.contains(streams);
    }

    @Override
    public boolean has(Streams streams, Event event) {
        Map<Streams, Long> has = isAcknowledging(streams) ? acknowledged : handed;
        return event.sequence() <= upTo(has, Ledger.streamOf(event));
    }

    @Override
    public boolean beginsBehind(Streams streams, Event event) {
        long answeredUpTo = isAcknowledging(streams) ? answeredBehindSaid : answeredBehindTaken;
        boolean answered = event.sessionId() == null && event.sequence() <= answeredUpTo;
        return answered || has(streams, event) || (name == null && world.ledger.isDelivered(event));
    }

    @Override
    public long unasked(Streams streams) {
        return world.journal.missed(streams, 0, stream -> 0);
    }

    /** Returns the cursor for a wire of some streams; for all of them what it has of each. */
    private long cursor(Streams streams) {
        if (!streams.all()) {
            return Math.max(floor, cursors.getOrDefault(streams, 0L));
        }
        long least = world.ledger.last();
        for (Streams stream : world.ledger.streams()) {
            if (world.ledger.last(stream) > cursor(stream)) {
                least = Math.min(least, cursor(stream));
            }
        }
        return Math.max(floor, least);
    }

    // ---- what it hears

    void received(SimulatedWire wire, Event event) {
        world.invariants.trace("{} has {}", this, event.sequence());
        has.set((int) event.sequence());
        if (wire.streams.all()) {
            floor = Math.max(floor, event.sequence());
        } else {
            cursors.merge(wire.streams, event.sequence(), Math::max);
        }
        if (way == Way.POLL && wire.streams.all() && wire.isOpen()) {
            wire.cut();
        }
    }

    void heard(SimulatedWire wire, Notice notice) {
        if (notice instanceof Notice.Gap gap) {
            world.ledger.events(wire.streams).stream()
                    .mapToInt(event -> (int) event.sequence())
                    .filter(sequence -> sequence >= gap.from() && sequence <= gap.to())
                    .forEach(has::set);
            if (wire.streams.all()) {
                floor = Math.max(floor, gap.to());
            } else {
                cursors.merge(wire.streams, gap.to(), Math::max);
            }
        }
    }

    // ---- what must hold

    /** Returns whether its wires are as it wants them. */
    boolean isConnected() {
        return way == Way.STREAMS
                ? isOpen(Streams.CONNECTION)
                        && world.sessions.stream().allMatch(session -> isOpen(Streams.session(session)))
                : isOpen(Streams.ALL);
    }

    private boolean isOpen(Streams streams) {
        return wires.stream().anyMatch(wire -> wire.isOpen() && wire.streams.equals(streams));
    }

    /** Does what is left to do, and nothing new. */
    void goOn() {
        connectMissing();
        outbox.postAgain();
    }

    String state() {
        return this + " reads " + way + (isConnected() ? "" : " (not all open)") + " sends " + outbox.state();
    }

    void verifyAllArrived() {
        if (!keepsCursors) {
            return;
        }
        for (Streams stream : world.ledger.streams()) {
            boolean reads =
                    way != Way.STREAMS || stream.sessionId() == null || world.sessions.contains(stream.sessionId());
            if (reads) {
                for (Event event : world.ledger.events(stream)) {
                    world.invariants.check(
                            has.get((int) event.sequence()) || world.ledger.isDropped(event),
                            "{} never got event {} of {}",
                            this,
                            event.sequence(),
                            stream);
                }
            }
        }
    }

    @Override
    public String toString() {
        return name == null ? "plain" : name;
    }
}
