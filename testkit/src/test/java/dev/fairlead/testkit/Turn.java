// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What became of one turn in a row of the fault matrix: an agent streams 100 chunks in 2 s, with the fault on from the start; 0.5 s
 * after its first word the link is lost, at 1.0 s it is back.
 *
 * @param outcome whether the answer came
 * @param detail one sentence
 * @param transport what carried the end of it
 * @param firstChunk how long after the prompt it came; negative if it did not
 */
record Turn(Outcome outcome, String detail, String transport, Duration firstChunk) {
    /** What may become of a turn. */
    enum Outcome {
        /** All chunks and the final answer came, in order, once, and the prompt was executed once. */
        WHOLE,
        /** There was an error that said why, in time. */
        TOLD,
        /** Something was lost, doubled, reordered, or executed twice. */
        BROKEN,
        /** Nothing came for so long that somebody would have given up. */
        HUNG
    }

    private static final int CHUNKS = 100;
    private static final Duration LOST = Duration.ofMillis(500);
    private static final Duration BACK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Map<String, String> GATEWAY = Map.of("heartbeat", "250 ms");
    private static final Map<String, String> CLIENT = Map.of("connect.silence", "2 s");

    /** Runs one. */
    static Turn run(FaultRow row, String transport, TurnClient.Kind kind, Path folder) throws Exception {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        Turn turn;
        try {
            turn = run(row, transport, kind, folder, opened);
        } catch (Exception e) {
            closeAll(opened);
            throw e;
        }
        List<String> left = closeAll(opened);
        return left.isEmpty()
                ? turn
                : new Turn(Outcome.BROKEN, left + " after " + turn, turn.transport(), turn.firstChunk());
    }

    /** Closes the client first, the gateways last; returns what did not end. */
    private static List<String> closeAll(Deque<AutoCloseable> opened) {
        List<String> left = new ArrayList<>();
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                left.add(each.getClass().getSimpleName() + " did not close: " + e);
            }
        }
        return left;
    }

    private static Turn run(
            FaultRow row, String transport, TurnClient.Kind kind, Path folder, Deque<AutoCloseable> opened)
            throws IOException, InterruptedException {
        ServedDemo gateway = opening(opened, new ServedDemo(GATEWAY));
        ServedDemo other = opening(opened, new ServedDemo(GATEWAY));
        Map<String, String> settings = new HashMap<>(CLIENT);
        Runnable restart = () -> {};
        FaultProxy.Builder builder;
        if (row.isReal()) {
            RealProxy real = opening(opened, row.behind().start(folder, gateway.address(), other.address()));
            builder = FaultProxy.to(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), real.address("/").getPort()));
            restart = real::restart;
            if (row.secure()) {
                settings.put("dial.trust-file", folder.resolve("c.crt").toString());
            }
        } else {
            builder = FaultProxy.to(gateway.address()).or(other.address());
        }
        FaultProxy proxy = opening(
                opened, (row.secure() ? builder : builder.http()).seed(4).start());
        if (!row.secure()) {
            proxy.faults(row.faults());
        }
        URI endpoint = URI.create((row.secure() ? "https" : "http") + "://127.0.0.1:"
                + proxy.address().getPort() + "/acp");
        TurnClient client = opening(opened, kind.make(endpoint, transport, settings));
        Runnable strike = row.isReal() && row.row().startsWith("F26") ? restart : () -> Outage.CUT.begin(proxy);
        return take(row, client, proxy, strike, List.of(gateway, other));
    }

    private static <T extends AutoCloseable> T opening(Deque<AutoCloseable> opened, T resource) {
        opened.push(resource);
        return resource;
    }

    private static Turn take(
            FaultRow row, TurnClient client, FaultProxy proxy, Runnable strike, List<ServedDemo> gateways)
            throws InterruptedException {
        try {
            String session = within(client.begin());
            for (ServedDemo gateway : gateways) {
                var unused = gateway.agent().speaking().thenRun(() -> {
                    proxy.after(LOST, strike);
                    proxy.after(BACK, () -> Outage.CUT.end(proxy));
                });
            }
            Json answer = within(client.prompt(session, row.prompt()));
            if (!answer.at("error").isAbsent()) {
                return of(client, Outcome.TOLD, answer.at("error", "message").text());
            }
            int executed = gateways.stream()
                    .mapToInt(gateway -> gateway.agent().heard("session/prompt").size())
                    .sum();
            boolean whole = answer.at("result", "stopReason").text().equals("end_turn")
                    && client.chunks() == CHUNKS
                    && client.faults().isEmpty()
                    && executed == 1;
            String detail = whole
                    ? ""
                    : client.chunks() + " chunks, " + executed + " executions, " + client.faults() + " " + answer;
            return of(client, whole ? Outcome.WHOLE : Outcome.BROKEN, detail);
        } catch (ExecutionException e) {
            return of(client, Outcome.TOLD, String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            return of(client, Outcome.HUNG, client + "\n" + proxy.log());
        }
    }

    private static Turn of(TurnClient client, Outcome outcome, String detail) {
        return new Turn(outcome, detail, client.transport(), client.firstChunk());
    }

    private static <T> T within(CompletableFuture<T> stage)
            throws ExecutionException, InterruptedException, TimeoutException {
        return stage.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
