// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One try of one check. Owns all that the check opens, and closes it at the end, the newest first. */
final class Trial implements AutoCloseable {
    private final Subject subject;
    private final Deque<Closeable> opened = new ArrayDeque<>();

    Trial(Subject subject) {
        this.subject = subject;
    }

    Subject subject() {
        return subject;
    }

    /** Begins a request with what every request needs: {@code Host}, and the token if there is one. */
    Request request(String method) {
        List<String> headers = new ArrayList<>();
        headers.add("Host: " + subject.endpoint().getRawAuthority());
        if (!subject.token().isEmpty()) {
            headers.add("Authorization: Bearer " + subject.token());
        }
        return new Request(method, headers, new byte[0]);
    }

    Request post(String json) {
        return request("POST").json(json);
    }

    /** A GET for a stream of events. */
    Request get() {
        return request("GET").with("Accept", "text/event-stream");
    }

    /** Sends one request on a connection of its own and reads the whole answer. */
    Response exchange(Request request) throws IOException {
        return exchange(request, "");
    }

    /** Does so on a path below the endpoint's. */
    Response exchange(Request request, String below) throws IOException {
        try (HttpSocket socket = HttpSocket.open(subject.endpoint(), subject.patience())) {
            socket.send(request.with("Connection", "close"), subject.target() + below);
            return socket.answer();
        }
    }

    /** Sends one request and reads the head of the answer only; for what may turn out to be a stream. */
    Response head(Request request) throws IOException {
        HttpSocket socket = open();
        socket.send(request, subject.target());
        return socket.head();
    }

    /** Sends a GET and reads the stream of events that it gets into an inbox. */
    EventStream stream(Request get, String name, Inbox inbox) throws IOException {
        HttpSocket socket = open();
        socket.send(get, subject.target());
        return EventStream.read(socket, name, socket.head(), inbox);
    }

    /** Initializes a new connection, without any stream yet. */
    PlainClient initialize() throws IOException {
        return own(PlainClient.initialize(this));
    }

    /** Initializes a new connection and opens its connection stream. */
    PlainClient connect() throws IOException {
        PlainClient client = initialize();
        client.openStream();
        return client;
    }

    RawWebSocket webSocket() throws IOException {
        return own(RawWebSocket.open(this));
    }

    /** Asks until the connection is unknown to the server, which may take it a moment; fails when patience ends. */
    void awaitUnknown(String connectionId) throws IOException {
        long end = System.nanoTime() + subject.patience().toNanos();
        Request probe = post(Rpc.notification("_conformance/unknown", "{}")).connection(connectionId);
        Response answer = exchange(probe);
        while (answer.status() != 404 && System.nanoTime() < end) {
            answer = exchange(probe);
        }
        Expect.status(answer, 404);
    }

    /** Ends a connection when the trial is over. */
    void endsConnection(String connectionId) {
        opened.push(() -> exchange(request("DELETE").connection(connectionId)));
    }

    HttpSocket open() throws IOException {
        return own(HttpSocket.open(subject.endpoint(), subject.patience()));
    }

    private <T extends Closeable> T own(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        for (Closeable resource : opened) {
            try {
                resource.close();
            } catch (IOException gone) {
                // A server that is already away has nothing left to close.
            }
        }
    }
}
