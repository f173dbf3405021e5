// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;

/**
 * Both ways by polls: one waits for what comes down, messages go up in polls of their own, whose events are left to the next one that
 * waits. A poll whose answer did not come is asked again, the same with the same numbers.
 */
final class PollingCarrier implements Carrier {
    private static final String EVERYTHING = "stream of everything";
    private static final int WAIT_MILLIS = 5000;

    private final ResumingClient client;
    private final CarrierThreads threads;

    PollingCarrier(ResumingClient client) {
        this.client = client;
        this.threads = new CarrierThreads(client, () -> client.outgoing().wake());
    }

    /** Initializes first, if that has not been done. */
    @Override
    public void start() throws InterruptedException {
        if (client.connectionId().isEmpty()) {
            threads.repeat(this::initialize, () -> !client.connectionId().isEmpty());
        }
        client.outgoing().unclaim();
        threads.start("poller", this::wait);
        threads.start("sender", this::send);
    }

    private void initialize(HttpSocket socket) throws IOException, InterruptedException {
        client.outgoing().unclaim();
        Outgoing.Numbered message = client.outgoing().claim(threads::isClosed);
        if (message != null) {
            Json answer = ask(socket, ",\"waitMillis\":0" + messages(message));
            client.outgoing().acceptedUpTo(received(answer));
            client.connectedTo(answer.at("connectionId").text());
        }
    }

    private void wait(HttpSocket socket) throws IOException {
        while (!threads.isClosed()) {
            long cursor = client.ledger().cursor(EVERYTHING);
            Json answer = ask(socket, ",\"after\":" + cursor + ",\"waitMillis\":" + WAIT_MILLIS);
            for (Json event : answer.at("events").items()) {
                long sequence = Long.parseLong(event.at("sequence").source());
                client.ledger().take(EVERYTHING, sequence, event.at("message").source());
            }
            for (String notice : new String[] {"gap", "ended"}) {
                if (!answer.at(notice).isAbsent()) {
                    client.ledger().takeNotice(EVERYTHING, notice.replace("ended", "end"), answer.at(notice));
                }
            }
        }
    }

    private void send(HttpSocket socket) throws IOException, InterruptedException {
        Outgoing.Numbered message = client.outgoing().claim(threads::isClosed);
        while (message != null) {
            try {
                String after = ",\"after\":" + client.ledger().cursor(EVERYTHING);
                Json answer = ask(socket, after + ",\"max\":1,\"waitMillis\":0" + messages(message));
                client.outgoing().acceptedUpTo(received(answer));
                client.outgoing().unclaim(message.sequence());
            } catch (IOException cut) {
                client.outgoing().unclaim(message.sequence());
                throw cut;
            }
            message = client.outgoing().claim(threads::isClosed);
        }
    }

    private static String messages(Outgoing.Numbered message) {
        return ",\"messages\":[{\"sequence\":" + message.sequence() + ",\"message\":" + message.json() + "}]";
    }

    private static long received(Json answer) {
        return Long.parseLong(answer.at("received").source());
    }

    private Json ask(HttpSocket socket, String members) throws IOException {
        String connection =
                client.connectionId().isEmpty() ? "" : ",\"connectionId\":" + Json.quote(client.connectionId());
        socket.send(
                client.request("POST").json("{\"client\":" + Json.quote(client.name()) + connection + members + "}"),
                client.subject().target() + "/poll");
        return Expect.json(Expect.status(socket.answer(), 200));
    }

    @Override
    public void open(String sessionId) {
        // A poll serves all streams.
    }

    @Override
    public void close() {
        threads.close();
    }
}
