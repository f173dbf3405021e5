// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.spi.Settings;
import dev.fairlead.cli.DemoAgent;
import dev.fairlead.runtime.Gateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code fairlead doctor} names each fault of the matrix that it can see, and what works in spite of it. */
@Execution(ExecutionMode.CONCURRENT)
class DoctorIT {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final String ANY = "websocket sse polling";
    private static final String SHORT = "5s";

    private static DemoAgent agent;
    private static Gateway gateway;

    @TempDir
    private Path folder;

    /** A real proxy with a fault. */
    private interface Faulty {
        RealProxy start(Nginx nginx, Haproxy haproxy) throws IOException;
    }

    @BeforeAll
    static void serve() {
        agent = new DemoAgent();
        gateway = Gateway.serving(agent)
                .settings(Settings.of(Map.of("listen.port", "0")))
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.stop(GRACE)
                .toCompletableFuture()
                .orTimeout(2 * GRACE.toSeconds(), TimeUnit.SECONDS)
                .join();
        agent.close();
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of(Fault.F1, "", "holds SSE until the response ends", "websocket polling"),
                Arguments.of(Fault.F2, "", "holds SSE until the response ends", "polling"),
                Arguments.of(Fault.F3, "", "compresses event streams \\(gzip\\)", ANY),
                Arguments.of(Fault.F4.with(4000), SHORT, "each second is cut after [45] s", ANY),
                Arguments.of(Fault.F5.with(40), "", "as if it were whole, after 0 of 3", "websocket polling"),
                Arguments.of(Fault.F6.with(3000), SHORT, "An event stream that is silent is cut after [34] s", ANY),
                Arguments.of(
                        Fault.F7.with(4000), SHORT, "WebSocket that says something each second (is cut|carries)", ANY),
                Arguments.of(Fault.F8, "", "strips the upgrade", "sse polling"),
                Arguments.of(Fault.F9, "", "handshake was answered with 403 and a page", "sse polling"),
                Arguments.of(Fault.F10, "", "WebSockets open or hang, and nothing comes", "sse polling"),
                Arguments.of(Fault.F11.with(3000), SHORT, "A WebSocket that is silent is cut after", ANY),
                Arguments.of(Fault.F12.with(4000), SHORT, "stood still; nothing came any more after", ANY),
                Arguments.of(Fault.F13, "", "executes each POST 3 times", ANY),
                Arguments.of(Fault.F14, "", "come from a cache", ANY),
                Arguments.of(Fault.F15, "", "answered with 200 and a page", "websocket polling"),
                Arguments.of(Fault.F16, "", "DELETE was answered with 403", ANY),
                Arguments.of(
                        Fault.F17,
                        "",
                        "A POST of 1.06 MiB was answered with 413: something on the way accepts no body of this size.* Up to 1.00 MiB pass",
                        ANY),
                Arguments.of(Fault.F18, "", "drops headers: Acp-Connection-Id", "websocket polling"),
                Arguments.of(Fault.F19, "", "strips the upgrade", "sse polling"),
                Arguments.of(Fault.F20.with(1), "", "limits how often polls may come", ANY));
    }

    static Stream<Arguments> realProxies() {
        return Stream.of(
                real("nginx F2", (nginx, haproxy) -> nginx.f2(), "", "strips the upgrade", "sse polling"),
                real(
                        "nginx F3",
                        (nginx, haproxy) -> nginx.f3(),
                        "",
                        "compresses event streams \\(gzip\\)",
                        "sse polling"),
                real(
                        "nginx F6",
                        (nginx, haproxy) -> nginx.f6(Duration.ofSeconds(3)),
                        SHORT,
                        "silent is cut after",
                        ANY),
                real("nginx F8", (nginx, haproxy) -> nginx.f8(), "", "strips the upgrade", "sse polling"),
                real(
                        "nginx F13",
                        (nginx, haproxy) -> nginx.f13(Duration.ofSeconds(30)),
                        "",
                        "repeats a POST when the gateway cuts the first",
                        ANY),
                real("nginx F14", (nginx, haproxy) -> nginx.f14(GRACE), "", "come from a cache", "sse polling"),
                real("nginx F16", (nginx, haproxy) -> nginx.f16(), "", "DELETE was answered with 403 .*nginx", ANY),
                real("nginx F17", (nginx, haproxy) -> nginx.f17(), "", "answered with 413 .*nginx", ANY),
                real("haproxy", (nginx, haproxy) -> haproxy.clear(), "", "holds SSE back for moments", ANY),
                real("haproxy F8", (nginx, haproxy) -> haproxy.f8(), "", "strips the upgrade", "sse polling"),
                real(
                        "haproxy F11",
                        (nginx, haproxy) -> haproxy.f11(Duration.ofSeconds(3)),
                        SHORT,
                        "A WebSocket that is silent is cut after",
                        ANY),
                real(
                        "haproxy F18",
                        (nginx, haproxy) -> haproxy.f18(),
                        "",
                        "drops headers: Acp-Connection-Id",
                        "websocket polling"),
                real(
                        "haproxy F20",
                        (nginx, haproxy) -> haproxy.f20(1, Duration.ofSeconds(30)),
                        "",
                        "limits how often polls may come",
                        ANY));
    }

    private static Arguments real(String name, Faulty faulty, String time, String words, String working) {
        return Arguments.of(name, faulty, time, words, working);
    }

    @Test
    void aClearPathIsCalledClear() throws Exception {
        checkClear(gateway.address());
        assertEquals(0, gateway.connections(), "The doctor begins no connection.");
    }

    @Test
    void aProxyThatPassesEventsOnAsTheyComeIsCalledClear() throws Exception {
        try (RealProxy proxy = new Haproxy(folder, target()).prompt()) {
            checkClear(proxy.address("/acp"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void namesTheFault(Fault fault, String time, String words, String working) throws Exception {
        try (FaultProxy proxy = FaultProxy.to(target()).http().start()) {
            proxy.faults(fault);
            InetSocketAddress address = proxy.address();
            check(URI.create("http://127.0.0.1:" + address.getPort() + "/acp"), time, words, working);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("realProxies")
    void namesTheFaultOfARealProxy(String name, Faulty faulty, String time, String words, String working)
            throws Exception {
        try (RealProxy proxy = faulty.start(new Nginx(folder, target()), new Haproxy(folder, target()))) {
            check(proxy.address("/acp"), time, words, working);
        }
    }

    @Test
    void nobodyListensIsCalledUnreachable() throws Exception {
        int port;
        try (FaultProxy proxy = FaultProxy.to(target()).http().start()) {
            port = proxy.address().getPort();
        }

        DoctorVisit visit = DoctorVisit.to(URI.create("http://127.0.0.1:" + port + "/acp"));

        assertEquals(6, visit.exitCode(), visit::ticket);
        assertTrue(visit.verdict().contains("nobody listens there (connection refused)"), visit::ticket);
    }

    private static InetSocketAddress target() {
        return new InetSocketAddress(
                gateway.address().getHost(), gateway.address().getPort());
    }

    private static void checkClear(URI uri) throws Exception {
        DoctorVisit visit = DoctorVisit.to(uri);

        assertEquals(0, visit.exitCode(), visit::ticket);
        assertTrue(
                visit.verdict().startsWith("This network lets everything through. Fairlead gets through by websocket"),
                visit::ticket);
    }

    private static void check(URI uri, String time, String words, String working) throws Exception {
        DoctorVisit visit = time.isEmpty() ? DoctorVisit.to(uri) : DoctorVisit.to(uri, "--for", time);

        assertEquals(7, visit.exitCode(), visit::ticket);
        assertTrue(Pattern.compile(words).matcher(visit.verdict()).find(), visit::ticket);
        assertEquals(
                working,
                visit.verdict().replaceFirst(".* gets through by ", "").replaceAll(" \\(\\d+ ms\\)|, then|\\.", ""),
                visit::ticket);
    }
}
