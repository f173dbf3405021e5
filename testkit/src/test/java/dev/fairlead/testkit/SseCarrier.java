// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.testkit.SseEvents.SseEvent;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Down by SSE with {@code Last-Event-ID}, up by numbered POSTs, some of them under way together; each is repeated until it is accepted.
 */
final class SseCarrier implements Carrier {
    private static final String EVERYTHING = "stream of everything";
    private static final String CONNECTION = "connection stream";
    private static final int LANES = 4;

    private final ResumingClient client;
    private final boolean everything;
    private final CarrierThreads threads;
    private final Set<String> opened = ConcurrentHashMap.newKeySet();

    SseCarrier(ResumingClient client, boolean everything) {
        this.client = client;
        this.everything = everything;
        this.threads = new CarrierThreads(client);
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
    }

    @Override
    public void open(String sessionId) {
        if (!everything && opened.add(sessionId)) {
            read("stream of session " + sessionId, Map.of(Request.SESSION, sessionId));
        }
    }

    private void read(String stream, Map<String, String> headers) {
        threads.start(stream, socket -> {
            Request get = request("GET").with("Accept", "text/event-stream");
            for (Map.Entry<String, String> header : headers.entrySet()) {
                get = get.with(header.getKey(), header.getValue());
            }
            long cursor = client.ledger().cursor(stream);
            read(stream, socket, cursor > 1 ? get.with("Last-Event-ID", String.valueOf(cursor)) : get);
        });
    }

    private void read(String stream, HttpSocket socket, Request get) throws IOException {
        socket.send(get, client.subject().target());
        Response head = socket.head();
        Expect.status(head, 200);
        SseEvents events = new SseEvents(socket.body(head));
        while (!threads.isClosed()) {
            SseEvent event = events.next();
            if (event.name().isEmpty()) {
                client.ledger().take(stream, Long.parseLong(event.id()), event.data());
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
