// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import org.jspecify.annotations.Nullable;

/** A message that a simulated client sends up, and what became of it. */
final class Upward {
    /** What kind of message it is, as far as the way up is concerned. */
    enum Kind {
        REQUEST,
        NOTIFICATION,
        /** May go nowhere, if another client has answered before. */
        RESPONSE,
        /** Is no message: its number is used, and it goes nowhere. */
        GARBAGE
    }

    final String client;
    final long number;
    final Kind kind;
    final String text;
    final @Nullable String id;
    final String method;
    final @Nullable String session;

    /** Whether the connection took it. */
    boolean accepted;

    /** Whether the agent got it. */
    boolean received;

    /** Whether the gateway answered in the agent's place, which will never get it. */
    boolean refused;

    /** Whether the gateway answered because the session had ended; the agent may still do so. */
    boolean givenUp;

    /** How many answers there have been. */
    int answers;

    private Upward(
            SimulatedClient client,
            long number,
            Kind kind,
            String text,
            @Nullable String id,
            String method,
            @Nullable String session) {
        this.client = client.toString();
        this.number = number;
        this.kind = kind;
        this.text = text;
        this.id = id;
        this.method = method;
        this.session = session;
    }

    static Upward request(SimulatedClient from, long number, long serial, String method, @Nullable String session) {
        String id = "\"" + from + "-" + serial + "\"";
        String params = session == null ? "" : ",\"params\":{\"sessionId\":\"" + session + "\"}";
        String text = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"" + params + "}";
        return new Upward(from, number, Kind.REQUEST, text, id, method, session);
    }

    static Upward notification(SimulatedClient from, long number, long serial) {
        String text = "{\"jsonrpc\":\"2.0\",\"method\":\"session/cancel\",\"params\":{\"from\":\"" + from + "-" + serial
                + "\"}}";
        return new Upward(from, number, Kind.NOTIFICATION, text, null, "session/cancel", null);
    }

    static Upward response(SimulatedClient from, long number, long serial, String id) {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"from\":\"" + from + "-" + serial + "\"}}";
        return new Upward(from, number, Kind.RESPONSE, text, id, "", null);
    }

    static Upward garbage(SimulatedClient from, long number) {
        return new Upward(from, number, Kind.GARBAGE, "nonsense", null, "", null);
    }

    /** Returns whether it may be missing at the agent. */
    boolean mayBeMissing() {
        return refused || kind == Kind.RESPONSE || kind == Kind.GARBAGE;
    }

    @Override
    public String toString() {
        return kind + " " + client + " " + number + " " + text;
    }
}
