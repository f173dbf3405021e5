// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.WireListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way up: puts the messages of clients into the line to the agent, in order and once (wire.md 2.2). Guarded by its connection. */
final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final String connection;
    private final Router router;
    private final Readers readers;
    private final Journal journal;
    private final AgentLine line;
    private boolean initializing;
    private boolean tells;

    /** Creates the way up of the connection of that name. */
    Intake(String connection, Router router, Readers readers, Journal journal, AgentLine line) {
        this.connection = connection;
        this.router = router;
        this.readers = readers;
        this.journal = journal;
        this.line = line;
    }

    /** Returns whether {@code initialize} has come. */
    boolean isInitializing() {
        return initializing;
    }

    /** Returns, once, whether readers have something to tell because of what came. */
    boolean takeTells() {
        boolean told = tells;
        tells = false;
        return told;
    }

    /**
     * Takes a message in its turn, and those that waited for it.
     *
     * @param repeatable whether a request without a number may be one that came before: on a medium that repeats
     * @throws AgentException if it is refused; its number is not used up then
     */
    void accept(Client client, long sequence, Message message, boolean repeatable, long now) {
        ReorderWindow upward = client.upward;
        if (upward.isDuplicate(sequence)) {
            return;
        }
        line.requireRoom();
        if (!upward.isNext(sequence)) {
            requireReader();
            upward.hold(sequence, message);
            return;
        }
        take(client, message, repeatable && sequence == WireListener.UNNUMBERED, now);
        upward.accept(sequence);
        takeHeld(client, now);
    }

    /** What is refused ahead of its turn can only be answered in the journal, so there must be room in it. */
    private void requireReader() {
        if (journal.isFull()) {
            throw new AgentException(
                    Code.LIMIT_REACHED,
                    "A message ahead of its turn has to wait until the connection's streams are read.");
        }
    }

    private void take(Client client, Message message, boolean repeatable, long now) {
        Envelope envelope = message.envelope();
        String requestId = envelope.id();
        boolean initializes = envelope.isRequest("initialize");
        if (initializes == initializing) {
            throw new AgentException(
                    Code.PROTOCOL,
                    initializing ? "The connection is initialized already." : "The first message must be initialize.");
        }
        if (envelope.isResponse()) {
            if (requestId == null || !router.answersAgent(requestId)) {
                log.debug("A response to nothing pending goes nowhere. connection={}", connection);
                return;
            }
            readers.notifyOthers(client, journal.last(), new Notice.Resolved(requestId));
            tells = true;
        } else if (envelope.kind() == Envelope.Kind.REQUEST) {
            if (repeatable && router.isRetransmission(message)) {
                log.debug("A retransmitted request is not executed again. connection={}", connection);
                return;
            }
            router.toAgent(message, now);
        }
        initializing |= initializes;
        line.add(message);
    }

    /** Takes the messages whose turn has come. One that is refused now was accepted before, so its sender is told in the journal. */
    private void takeHeld(Client client, long now) {
        ReorderWindow upward = client.upward;
        for (Message next = upward.next(); next != null; next = upward.next()) {
            try {
                take(client, next, false, now);
            } catch (AgentException e) {
                refuse(next, e);
            }
            upward.accept(upward.received() + 1);
        }
    }

    /** Answers in the journal what is wrong with a message, null if it is none. */
    void refuse(@Nullable Message message, AgentException e) {
        String requestId = message == null || message.envelope().isResponse()
                ? null
                : message.envelope().id();
        journal.append(null, JsonRpc.error(requestId == null ? "null" : requestId, e.reason()));
        tells = true;
    }

    /** Counts a number as used by a message that was refused for good; returns whether it is, not if it is too far ahead. */
    boolean skip(Client client, long sequence, long now) {
        boolean skipped = client.upward.skip(sequence);
        takeHeld(client, now);
        return skipped;
    }
}
