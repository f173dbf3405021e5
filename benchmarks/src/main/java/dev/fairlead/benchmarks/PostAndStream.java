// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request by POST and its response by SSE, 16 clients with one request under way; against a POST that bare Undertow echoes. A client
 * goes on when it has both the 202 and the event.
 */
final class PostAndStream implements Trial {
    private static final double TARGET = 0.5;
    private static final int CLIENTS = 16;
    private static final String PADDING = "x".repeat(120);

    @Override
    public String name() {
        return "post";
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        try (LoadAgent agent = new LoadAgent();
                BareUndertow bare = new BareUndertow()) {
            Dial theirs = new Dial(bare.address());
            List<Rounds.Outcome> outcomes =
                    rounds.compare(each -> fairlead(each, agent), each -> measure(each, theirs, false));
            String what = "request by POST, response by SSE, " + CLIENTS + " clients";
            String baseline = "bare Undertow POST echo";
            return List.of(
                    Figure.ofRates(what, outcomes.get(0), baseline, TARGET),
                    Figure.ofRates(what + ", a second of CPU", outcomes.get(1), baseline, TARGET));
        }
    }

    private static double[] fairlead(Rounds rounds, LoadAgent agent) throws IOException, InterruptedException {
        try (Served served = new Served(agent)) {
            return measure(rounds, new Dial(served.address()), true);
        }
    }

    private static double[] measure(Rounds rounds, Dial dial, boolean streams)
            throws IOException, InterruptedException {
        AtomicLong count = new AtomicLong();
        try (ClientLoop loop = new ClientLoop()) {
            for (int i = 0; i < CLIENTS; i++) {
                open(dial, streams, loop, count);
            }
            return rounds.rates(count::get);
        }
    }

    private static void open(Dial dial, boolean streams, ClientLoop loop, AtomicLong count) throws IOException {
        SocketChannel poster = dial.connect();
        String connection = streams ? Dial.initialize(poster) : "";
        String path = streams ? "/acp" : "/post";
        SocketChannel stream = streams ? dial.eventStream(connection) : null;
        String first = Dial.post(path, connection, request(1));
        int answerBytes = Dial.exchange(poster, first).length();
        Client client = new Client(poster, Dial.post(path, connection, request(0)), answerBytes, streams, count);
        loop.add(poster, (bytes, from) -> client.answered(bytes.remaining()));
        if (stream != null) {
            loop.add(stream, (bytes, from) -> client.streamed(bytes));
        } else {
            loop.run(client::next);
        }
    }

    private static String request(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + (1_000_000_000 + id) + ",\"method\":\"" + LoadAgent.ECHO
                + "\",\"params\":{\"text\":\"" + PADDING + "\"}}";
    }

    /** One client; its thread is the loop's. The response to the first request, which the answer's size was taken from, starts it. */
    private static final class Client {
        private final SocketChannel poster;
        private final ByteBuffer request;
        private final int idEnd;
        private final int answerBytes;
        private final boolean streams;
        private final AtomicLong count;
        private int answered;
        private boolean hasAnswer;
        private boolean hasEvent;
        private int id = 1;
        private byte before;

        Client(SocketChannel poster, String request, int answerBytes, boolean streams, AtomicLong count) {
            this.poster = poster;
            this.request = ByteBuffer.wrap(Payload.ascii(request));
            this.idEnd = request.indexOf("\"id\":") + 15;
            this.answerBytes = answerBytes;
            this.streams = streams;
            this.count = count;
            this.hasAnswer = streams;
        }

        void answered(int bytes) {
            answered += bytes;
            if (answered >= answerBytes) {
                answered = 0;
                hasAnswer = true;
                goOn();
            }
        }

        void streamed(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                if (next == '\n' && before == '\n') {
                    hasEvent = true;
                }
                before = next;
            }
            goOn();
        }

        private void goOn() {
            if (hasAnswer && (hasEvent || !streams)) {
                count.lazySet(count.get() + 1);
                next();
            }
        }

        void next() {
            hasAnswer = false;
            hasEvent = false;
            id++;
            int rest = id;
            for (int at = idEnd - 1; rest > 0; at--) {
                request.put(at, (byte) ('0' + rest % 10));
                rest /= 10;
            }
            try {
                ClientLoop.write(poster, request.rewind());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
