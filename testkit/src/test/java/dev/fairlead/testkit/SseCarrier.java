// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.testkit.SseEvents.SseEvent;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Down by SSE with {@code Last-Event-ID}, acknowledged by POSTs without a body; up by numbered POSTs, some of them under way together;
 * each is repeated until it is accepted.
 */
final class SseCarrier implements Carrier {
    private static final String EVERYTHING = "stream of everything";
    private static final String CONNECTION = "connection stream";
    private static final String ACKNOWLEDGED = "Fairlead-Ack";
    private static final int LANES = 4;

    private final ResumingClient client;
    private final boolean everything;
    private final CarrierThreads threads;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final Map<String, Map<String, String>> streams = new ConcurrentHashMap<>();

    SseCarrier(ResumingClient client, boolean everything) {
        this.client = client;
        this.everything = everything;
        this.threads = new CarrierThreads(client, () -> {
            client.outgoing().wake();
            acknowledgements.wake();
        });
    }

    /** Initializes first, if that has not been done. */
    @Override
    public void start() throws InterruptedException {
        if (client.connectionId().isEmpty()) {
            threads.repeat(this::initialize, () -> !client.connectionId().isEmpty());
        }
        client.outgoing().unclaim();
        carry();
    }

    private void initialize(HttpSocket socket) throws IOException, InterruptedException {
        client.outgoing().unclaim();
        Outgoing.Numbered message = client.outgoing().claim(threads::isClosed);
        if (message != null) {
            Response answer = Expect.status(exchange(socket, post(message)), 200);
            client.outgoing().accepted(message.sequence());
            client.ledger().take(everything ? EVERYTHING : CONNECTION, 1, answer.text());
            client.connectedTo(answer.header(Request.CONNECTION));
        }
    }

    private void carry() {
        if (everything) {
            read(EVERYTHING, Map.of("Fairlead-Stream", "all"));
        } else {
            read(CONNECTION, Map.of());
        }
        for (int lane = 1; lane <= LANES; lane++) {
            threads.start("sender " + lane, this::send);
        }
        threads.start("acknowledger", this::acknowledge);
    }

    @Override
    public void open(String sessionId) {
        if (!everything) {
            read("stream of session " + sessionId, Map.of(Request.SESSION, sessionId));
        }
    }

    private void read(String stream, Map<String, String> headers) {
        if (streams.putIfAbsent(stream, headers) != null) {
            return;
        }
        threads.start(stream, socket -> {
            String cursor = String.valueOf(client.ledger().cursor(stream));
            Request get = of(stream, request("GET")).with("Accept", "text/event-stream");
            read(stream, socket, get.with("Last-Event-ID", cursor).with(ACKNOWLEDGED, cursor));
        });
    }

    /** Adds the headers that name a stream. */
    private Request of(String stream, Request request) {
        Request named = request;
        for (Map.Entry<String, String> header :
                streams.getOrDefault(stream, Map.of()).entrySet()) {
            named = named.with(header.getKey(), header.getValue());
        }
        return named;
    }

    private void read(String stream, HttpSocket socket, Request get) throws IOException {
        socket.send(get, client.subject().target());
        Response head = socket.head();
        Expect.status(head, 200);
        SseEvents events = new SseEvents(socket.body(head));
        while (!threads.isClosed()) {
            SseEvent event = events.next();
            if (event.name().isEmpty()) {
                long sequence = Long.parseLong(event.id());
                client.ledger().take(stream, sequence, event.data());
                acknowledgements.count(stream, sequence, event.data().length());
            } else {
                client.ledger()
                        .takeNotice(
                                stream, event.name(), Json.parse(event.data()).at("params"));
            }
        }
    }

    private void send(HttpSocket socket) throws IOException, InterruptedException {
        Outgoing.Numbered message = client.outgoing().claim(threads::isClosed);
        while (message != null) {
            try {
                Response answer = exchange(socket, post(message));
                if (answer.status() == 503) {
                    client.outgoing().unclaim(message.sequence());
                    threads.pause();
                } else {
                    Expect.status(answer, 202);
                    client.outgoing().accepted(message.sequence());
                }
            } catch (IOException cut) {
                client.outgoing().unclaim(message.sequence());
                throw cut;
            }
            message = client.outgoing().claim(threads::isClosed);
        }
    }

    private void acknowledge(HttpSocket socket) throws IOException, InterruptedException {
        Acknowledgements.Due due = acknowledgements.await(threads::isClosed);
        while (due != null) {
            Request post = of(due.stream(), request("POST"))
                    .with(ACKNOWLEDGED, String.valueOf(due.upTo()))
                    .with("Content-Length", "0");
            Expect.status(exchange(socket, post), 202);
            acknowledgements.acknowledged(due);
            due = acknowledgements.await(threads::isClosed);
        }
    }

    private Response exchange(HttpSocket socket, Request post) throws IOException {
        socket.send(post, client.subject().target());
        return socket.answer();
    }

    private Request post(Outgoing.Numbered message) {
        Request post =
                request("POST").json(message.json()).with("Fairlead-Sequence", String.valueOf(message.sequence()));
        return message.sessionId() == null ? post : post.session(message.sessionId());
    }

    private Request request(String method) {
        Request request = client.request(method).with("Fairlead-Client", client.name());
        return client.connectionId().isEmpty() ? request : request.connection(client.connectionId());
    }

    @Override
    public void close() {
        threads.close();
    }
}
