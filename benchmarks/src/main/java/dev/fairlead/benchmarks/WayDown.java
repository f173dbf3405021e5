// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Updates of 200 bytes, as fast as they go, from an agent in this JVM; against bare Undertow pushing the same bytes in the same batches:
 * put together as cheaply as can be, or by Undertow's own code for the medium.
 */
final class WayDown implements Trial {
    private static final double TARGET = 0.6;

    private final String name;
    private final int clients;

    /** Where the baseline is. */
    private final String path;

    /** What a message of 200 bytes measures on the medium, for a sequence of seven digits. */
    private final int bytesOnTheWire;

    private WayDown(String name, int clients, String path, int bytesOnTheWire) {
        this.name = name;
        this.clients = clients;
        this.path = path;
        this.bytesOnTheWire = bytesOnTheWire;
    }

    /** Against frames that are put together by hand. */
    static WayDown webSocket(int clients) {
        return new WayDown("websocket", clients, "/ws", 4 + 8 + 200);
    }

    /** Against Undertow's own WebSocket code. */
    static WayDown webSocketCode(int clients) {
        return new WayDown("websocket", clients, "/ws-code", 4 + 8 + 200);
    }

    /** Against events that are put together by hand. */
    static WayDown sse(int clients) {
        return new WayDown("sse", clients, "/sse", 20 + 200);
    }

    /** Against Undertow's own code for server-sent events. */
    static WayDown sseCode(int clients) {
        return new WayDown("sse", clients, "/sse-code", 20 + 200);
    }

    @Override
    public String name() {
        return "down" + path.replace('/', '-') + "-" + clients;
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        int count = Math.min(clients, rounds.clients());
        try (LoadAgent agent = new LoadAgent()) {
            List<Rounds.Outcome> outcomes =
                    rounds.compare(each -> fairlead(each, agent, count), each -> bare(each, count));
            String what = "way down, " + name + ", 200 B, " + count + (count == 1 ? " client" : " clients");
            return List.of(
                    Figure.ofRates(what, outcomes.get(0), baseline(), TARGET),
                    Figure.ofRates(what + ", a second of CPU", outcomes.get(1), baseline(), TARGET));
        }
    }

    private String baseline() {
        return path.endsWith("-code") ? "Undertow's own code" : "put together by hand on bare Undertow";
    }

    private double[] fairlead(Rounds rounds, LoadAgent agent, int count) throws IOException, InterruptedException {
        try (Served served = new Served(agent);
                ClientLoop loop = new ClientLoop()) {
            open(new Dial(served.address()), loop, count);
            return rates(rounds, loop);
        }
    }

    private double[] bare(Rounds rounds, int count) throws IOException, InterruptedException {
        try (BareUndertow bare = new BareUndertow();
                ClientLoop loop = new ClientLoop()) {
            Dial dial = new Dial(bare.address());
            for (int i = 0; i < count; i++) {
                loop.add(path.startsWith("/sse") ? dial.bareStream(path) : dial.webSocket(path), (bytes, from) -> {});
            }
            if (path.endsWith("-code")) {
                bare.begin(count);
            }
            return rates(rounds, loop);
        }
    }

    private double[] rates(Rounds rounds, ClientLoop loop) throws InterruptedException {
        double[] rates = rounds.rates(loop::bytes);
        return new double[] {rates[0] / bytesOnTheWire, rates[1] / bytesOnTheWire};
    }

    /** Opens all, and then lets all begin. */
    private void open(Dial dial, ClientLoop loop, int count) throws IOException {
        List<SocketChannel> sockets = new ArrayList<>();
        List<String> connections = new ArrayList<>();
        try (SocketChannel poster = dial.connect()) {
            for (int i = 0; i < count; i++) {
                if (path.startsWith("/sse")) {
                    connections.add(Dial.initialize(poster));
                    sockets.add(dial.eventStream(connections.get(i)));
                } else {
                    sockets.add(dial.fairleadWebSocket("", 0));
                }
            }
            for (int i = 0; i < count; i++) {
                if (path.startsWith("/sse")) {
                    Dial.exchange(poster, Dial.post("/acp", connections.get(i), Dial.order(LoadAgent.BLAST)));
                } else {
                    Dial.give(sockets.get(i), LoadAgent.BLAST);
                }
                loop.add(sockets.get(i), path.startsWith("/sse") ? (bytes, from) -> {} : new Acknowledging());
            }
        }
    }
}
