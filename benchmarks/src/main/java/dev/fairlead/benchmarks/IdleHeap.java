// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Heap of a connection that says nothing, after a collection, in a JVM of its own: initialized, with an agent of a hundred bytes;
 * against a WebSocket of bare Undertow.
 */
final class IdleHeap implements Trial {
    private static final double TARGET = 8;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        int connections = rounds.clients();
        double bare = measure("bare", connections, dial -> dial.webSocket("/echo"));
        double webSocket = measure("fairlead", connections, dial -> dial.fairleadWebSocket("", 0));
        double sse = measure("fairlead", connections, IdleHeap::stream);
        return List.of(figure("websocket", connections, webSocket, bare), figure("sse", connections, sse, bare));
    }

    private static Figure figure(String transport, int connections, double kilobytes, double bare) {
        return Figure.atMost(
                "heap of an idle connection, " + transport + ", " + connections + " of them",
                Spread.number("%.1f KB", kilobytes),
                "bare Undertow WebSocket " + Spread.number("%.1f KB", bare),
                Spread.of(kilobytes),
                TARGET,
                " KB");
    }

    private static SocketChannel stream(Dial dial) throws IOException {
        try (SocketChannel poster = dial.connect()) {
            return dial.eventStream(Dial.initialize(poster));
        }
    }

    private interface Opening {
        SocketChannel open(Dial dial) throws IOException;
    }

    private static double measure(String server, int connections, Opening opening) throws IOException {
        Process process = new ProcessBuilder(
                        Child.java(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Child.classPath(),
                        IdleServer.class.getName(),
                        server)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<SocketChannel> open = new ArrayList<>();
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(answers.readLine());
            Dial dial = new Dial(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            int warmUp = Math.max(1, connections / 20);
            for (int i = 0; i < warmUp; i++) {
                open.add(opening.open(dial));
            }
            long before = heap(process, answers);
            for (int i = 0; i < connections; i++) {
                open.add(opening.open(dial));
            }
            System.err.print('.');
            return (heap(process, answers) - before) / 1000.0 / connections;
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
            process.destroyForcibly();
        }
    }

    private static long heap(Process process, BufferedReader answers) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Long.parseLong(answers.readLine());
    }
}
