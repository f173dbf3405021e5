// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of the fault matrix, with what stands between a client and two gateways: a {@link FaultProxy} with faults, and perhaps a real
 * proxy behind it.
 *
 * @param row the number
 * @param who what does it
 * @param faults those of the fault proxy, from the start
 * @param behind the real proxy behind the fault proxy
 * @param secure whether that one speaks TLS, so that the fault proxy carries bytes alone
 */
record FaultRow(String row, String who, List<Fault> faults, Behind behind, boolean secure) {
    /** Starts what stands behind the fault proxy. */
    interface Behind {
        /** Starts it. */
        RealProxy start(Path folder, InetSocketAddress gateway, InetSocketAddress other) throws IOException;
    }

    /** Nothing but the gateways. */
    static final Behind NOTHING = (folder, gateway, other) -> {
        throw new IOException("There is nothing behind.");
    };

    private static final String PROMPT = "stream 100 chunks every 20 ms of 200 bytes";

    /** A body that is too large without WebSockets; requests that reach gateways that do not know each other's connections. */
    private static final Set<String> HOPELESS = Set.of("F17+F9", "F21", "F21+F9");

    /** What the page of the matrix promises; it is made on a quiet machine. */
    private static final Duration FIRST_CHUNK = Duration.ofSeconds(3);

    /** The same while the machine does other things too. */
    private static final Duration FIRST_CHUNK_WHEN_BUSY = Duration.ofSeconds(10);

    private static final Duration SHORT = Duration.ofMillis(700);

    /** Returns all rows of the fault proxy: each with WebSocket as it is, and where the fault leaves WebSockets alone, without it. */
    static List<FaultRow> simulated() {
        List<FaultRow> rows = new ArrayList<>();
        for (Fault fault : List.of(
                Fault.F1,
                Fault.F2,
                Fault.F3,
                Fault.F4.with(700),
                Fault.F5,
                Fault.F6.with(500),
                Fault.F7.with(700),
                Fault.F8,
                Fault.F9,
                Fault.F10,
                Fault.F11.with(500),
                Fault.F12.with(700),
                Fault.F13,
                Fault.F14,
                Fault.F15,
                Fault.F16,
                Fault.F17,
                Fault.F18,
                Fault.F19,
                Fault.F20,
                Fault.F21,
                Fault.F23,
                Fault.F25,
                Fault.F26.with(1_500),
                Fault.F27)) {
            rows.add(of(fault));
            if (!List.of("F8", "F9", "F10", "F11").contains(fault.row())) {
                rows.add(of(fault, Fault.F9));
            }
        }
        rows.add(of(Fault.F20, Fault.F9, Fault.F1));
        return rows;
    }

    private static FaultRow of(Fault... faults) {
        String who = Stream.of(faults).map(Fault::sentence).collect(Collectors.joining("; "));
        String row = Stream.of(faults).map(Fault::row).collect(Collectors.joining("+"));
        return new FaultRow(row, "the fault proxy " + who, List.of(faults), NOTHING, false);
    }

    /** Returns all rows of real proxies, likewise. */
    static List<FaultRow> real() {
        List<FaultRow> rows = new ArrayList<>();
        both(rows, "F2", "nginx with defaults", (folder, to, or) -> new Nginx(folder, to).f2());
        both(rows, "F3", "nginx with gzip", (folder, to, or) -> new Nginx(folder, to).f3());
        secure(rows, "F4", "nginx, HTTP/2", (folder, to, or) -> new Nginx(folder, to).f4(SHORT, SelfSigned.in(folder)));
        secure(
                rows,
                "F5",
                "HAProxy, HTTP/2",
                (folder, to, or) -> new Haproxy(folder, to).f5(SHORT, SelfSigned.in(folder)));
        both(rows, "F6", "nginx, proxy_read_timeout", (folder, to, or) -> new Nginx(folder, to).f6(SHORT));
        both(rows, "F8", "nginx without upgrade", (folder, to, or) -> new Nginx(folder, to).f8());
        one(rows, "F8", "HAProxy without upgrade", (folder, to, or) -> new Haproxy(folder, to).f8());
        one(rows, "F11", "HAProxy, timeout tunnel", (folder, to, or) -> new Haproxy(folder, to).f11(SHORT));
        both(rows, "F13", "nginx, non_idempotent", (folder, to, or) -> new Nginx(folder, to).f13(SHORT));
        both(rows, "F13", "HAProxy, retry-on", (folder, to, or) -> new Haproxy(folder, to).f13(SHORT));
        both(rows, "F14", "nginx, proxy_cache", (folder, to, or) -> new Nginx(folder, to).f14(Duration.ofSeconds(10)));
        both(rows, "F16", "nginx, limit_except", (folder, to, or) -> new Nginx(folder, to).f16());
        both(rows, "F17", "nginx, 1 MiB", (folder, to, or) -> new Nginx(folder, to).f17());
        both(rows, "F18", "HAProxy, del-header", (folder, to, or) -> new Haproxy(folder, to).f18());
        both(rows, "F20", "HAProxy, stick-table", (folder, to, or) -> new Haproxy(folder, to).f20(2));
        both(rows, "F21", "HAProxy, round robin", (folder, to, or) -> new Haproxy(folder, to, or).f21());
        both(
                rows,
                "F21 with a cookie",
                "HAProxy, round robin",
                (folder, to, or) -> new Haproxy(folder, to, or).withAffinity());
        both(rows, "F26", "nginx, reload", (folder, to, or) -> new Nginx(folder, to).clear());
        both(rows, "F26", "HAProxy, -sf", (folder, to, or) -> new Haproxy(folder, to).clear());
        return rows;
    }

    private static void both(List<FaultRow> rows, String row, String who, Behind behind) {
        one(rows, row, who, behind);
        rows.add(new FaultRow(row + "+F9", who + ", and no WebSockets", List.of(Fault.F9), behind, false));
    }

    private static void one(List<FaultRow> rows, String row, String who, Behind behind) {
        rows.add(new FaultRow(row, who, List.of(), behind, false));
    }

    private static void secure(List<FaultRow> rows, String row, String who, Behind behind) {
        rows.add(new FaultRow(row, who, List.of(), behind, true));
    }

    /** Returns what the agent is asked for; where bodies are capped, in a body that is too large. */
    String prompt() {
        return row.startsWith("F17") ? PROMPT + ";" + "x".repeat(3 << 19) : PROMPT;
    }

    /** Returns whether a real proxy does it. */
    boolean isReal() {
        return behind != NOTHING;
    }

    /**
     * Returns whether that may become of a turn: only {@code auto} must find a way, where there is one.
     *
     * @param quiet whether the machine does nothing else meanwhile
     */
    boolean allows(String transport, Turn turn, boolean quiet) {
        boolean mayFail = !transport.equals("auto") || HOPELESS.contains(row);
        Duration firstChunk = quiet ? FIRST_CHUNK : FIRST_CHUNK_WHEN_BUSY;
        return switch (turn.outcome()) {
            case WHOLE -> turn.firstChunk().compareTo(firstChunk) <= 0 || !transport.equals("auto");
            case TOLD -> mayFail && (transport.equals("websocket") || explains(turn.detail()));
            default -> false;
        };
    }

    /** Returns whether an error names what somebody would have to change. */
    private boolean explains(String error) {
        return switch (row) {
            case "F17", "F17+F9" -> error.contains("something on the way accepts no body of this size");
            case "F21", "F21+F9" -> error.contains("the load balancer needs affinity");
            default -> true;
        };
    }

    @Override
    public String toString() {
        return row + ", " + who;
    }
}
