// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A client of one connection over HTTP, which knows the RFD and nothing of what Fairlead adds. */
final class PlainClient implements Closeable {
    /** The name of the connection stream in an {@link Inbox}. */
    static final String CONNECTION_STREAM = "connection stream";

    private final Trial trial;
    private final String id;
    private final Inbox inbox;
    private final List<String> sessions = new ArrayList<>();
    private int requests;

    private PlainClient(Trial trial, String id) {
        this.trial = trial;
        this.id = id;
        this.inbox = new Inbox(trial.subject().patience());
    }

    static PlainClient initialize(Trial trial) throws IOException {
        Response answer = Expect.status(trial.exchange(trial.post(Rpc.initialize("\"initialize\""))), 200);
        String id = answer.header(Request.CONNECTION);
        Expect.that(!id.isBlank(), "the answer to initialize has no " + Request.CONNECTION);
        return new PlainClient(trial, id);
    }

    /** Returns the name of a session's stream in the {@link Inbox}: the same in each run, unlike the session's id. */
    String sessionStream(String sessionId) {
        if (!sessions.contains(sessionId)) {
            sessions.add(sessionId);
        }
        return "stream of session " + (1 + sessions.indexOf(sessionId));
    }

    String id() {
        return id;
    }

    Inbox inbox() {
        return inbox;
    }

    EventStream openStream() throws IOException {
        return trial.stream(trial.get().connection(id), CONNECTION_STREAM, inbox);
    }

    EventStream openStream(String sessionId) throws IOException {
        return trial.stream(trial.get().connection(id).session(sessionId), sessionStream(sessionId), inbox);
    }

    /** Opens a stream under another name, to tell it from an older one in the inbox. */
    EventStream openStream(Request get, String name) throws IOException {
        return trial.stream(get, name, inbox);
    }

    Request get() {
        return trial.get().connection(id);
    }

    Request post(String json) {
        return trial.post(json).connection(id);
    }

    /** Posts a message, which must be accepted. */
    void send(String json) throws IOException {
        Expect.accepted(trial.exchange(post(json)));
    }

    /** Posts a message of a session, which must be accepted. */
    void send(String json, String sessionId) throws IOException {
        Expect.accepted(trial.exchange(post(json).session(sessionId)));
    }

    /** Makes a session and opens its stream. Needs the connection stream. */
    String newSession() throws IOException {
        String sessionId = newSessionWithoutStream();
        openStream(sessionId);
        return sessionId;
    }

    String newSessionWithoutStream() throws IOException {
        String request = "\"new-" + ++requests + "\"";
        send(Rpc.request(request, "session/new", Rpc.NEW_SESSION));
        return sessionId(inbox.awaitResponse(request).json());
    }

    static String sessionId(Json answer) {
        String sessionId = answer.at("result", "sessionId").text();
        Expect.that(!sessionId.isEmpty(), "session/new gave no session: " + answer);
        return sessionId;
    }

    /** Ends the connection; that it may be gone already does not matter here. */
    @Override
    public void close() throws IOException {
        trial.exchange(trial.request("DELETE").connection(id));
    }
}
