// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client that survives its wires, by what wire.md part 2 offers and nothing else. It remembers cursors and numbers, a {@link Carrier} does the rest. */
final class ResumingClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Subject subject;
    private final String name;
    private final Ledger ledger = new Ledger();
    private final Outgoing outgoing = new Outgoing();
    private final Set<String> sessions = new ConcurrentSkipListSet<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile String connectionId = "";
    private @Nullable Carrier carrier;

    /**
     * Creates a client that has not begun.
     *
     * @param subject where the gateway is; its patience is how long a link may be silent
     * @param name what it calls itself (wire.md 2.6)
     */
    ResumingClient(Subject subject, String name) {
        this.subject = subject;
        this.name = name;
    }

    Subject subject() {
        return subject;
    }

    String name() {
        return name;
    }

    Ledger ledger() {
        return ledger;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    /** Returns the connection's id, empty if there is none yet. */
    String connectionId() {
        return connectionId;
    }

    void connectedTo(String id) {
        if (!connectionId.isEmpty() && !connectionId.equals(id)) {
            ledger.fault("the connection became another one");
        }
        connectionId = id;
    }

    void countCut() {
        cuts.incrementAndGet();
    }

    /** Returns how often a link of it broke, or could not be made. */
    int cuts() {
        return cuts.get();
    }

    Request request(String method) {
        return new Request(method, List.of("Host: " + subject.endpoint().getRawAuthority()), new byte[0]);
    }

    /** Comes, for the first time or again. */
    void come(Way way) throws InterruptedException {
        Carrier coming = way.carry(this);
        carrier = coming;
        boolean first = connectionId.isEmpty();
        if (first) {
            outgoing.add(null, Rpc.initialize("\"initialize\""));
        }
        coming.start();
        sessions.forEach(coming::open);
        if (first) {
            ledger.awaitResponse("\"initialize\"", PATIENCE);
        }
    }

    /** Goes away without a word. */
    void leave() {
        if (carrier != null) {
            carrier.close();
            carrier = null;
        }
    }

    /** Makes a session. */
    String newSession() throws InterruptedException {
        String id = request(null, "session/new", Rpc.NEW_SESSION);
        String sessionId = PlainClient.sessionId(await(id));
        sessions.add(sessionId);
        if (carrier != null) {
            carrier.open(sessionId);
        }
        return sessionId;
    }

    /** Sends a prompt; returns the request's id as JSON text. */
    String prompt(String sessionId, String text) {
        String id = nextId();
        outgoing.add(sessionId, Rpc.prompt(id, sessionId, text));
        return id;
    }

    /** Sends a request; returns its id as JSON text. */
    String request(@Nullable String sessionId, String method, String params) {
        String id = nextId();
        outgoing.add(sessionId, Rpc.request(id, method, params));
        return id;
    }

    void notify(String method, String params) {
        outgoing.add(null, Rpc.notification(method, params));
    }

    /** Waits for the response to a request. */
    Json await(String id) throws InterruptedException {
        return ledger.awaitResponse(id, PATIENCE);
    }

    private String nextId() {
        return Json.quote(name + "-" + requests.incrementAndGet());
    }

    @Override
    public void close() {
        leave();
    }
}
