// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static dev.fairlead.http.undertow.TestServer.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.api.spi.HttpEngine;
import dev.fairlead.api.spi.RunningEngine;
import dev.fairlead.api.spi.Settings;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UndertowEngineTest {
    private final HttpEngine engine = new UndertowEngine();

    @Test
    void isFoundAsAService() {
        List<HttpEngine> found = ServiceLoader.load(HttpEngine.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();

        assertEquals(1, found.size());
        assertInstanceOf(UndertowEngine.class, found.get(0));
        assertEquals("undertow", found.get(0).id());
    }

    @Test
    void declaresSettingsWhoseDefaultsCanBeRead() {
        assertFalse(engine.settings().isEmpty());
        engine.settings().forEach(setting -> {
            assertTrue(setting.key().startsWith("http."), setting.key());
            setting.read(setting.standard());
        });
    }

    @Test
    void explainsEverySettingInItsReadme() throws Exception {
        String readme = Files.readString(Path.of("README.md"));

        engine.settings().forEach(setting -> {
            String standard = setting.standard().isEmpty() ? "none" : "`" + setting.standard() + "`";
            String row = "| `" + setting.key() + "` | " + standard + " | ";
            assertTrue(readme.contains(row), row);
        });
    }

    @Test
    void refusesAnAddressThatIsTakenAndLeavesNothing() {
        try (TestServer server = TestServer.collecting()) {
            Set<Thread> before = httpThreads();

            AgentException refused = assertThrows(
                    AgentException.class,
                    () -> engine.start(Settings.NONE, server.engine().address(), call -> {}));

            assertEquals(Code.CONFIGURATION, refused.code());
            assertInstanceOf(BindException.class, refused.getCause());
            assertTrue(String.valueOf(refused.getMessage()).contains("port " + server.port()), refused.getMessage());
            awaitNoThreadBut(before);
        }
    }

    @Test
    void refusesANameThatIsUnknown() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no-such-host.invalid", 0);

        AgentException refused =
                assertThrows(AgentException.class, () -> engine.start(Settings.NONE, unknown, call -> {}));

        assertEquals(Code.CONFIGURATION, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("no-such-host.invalid"), refused.getMessage());
    }

    @Test
    void leavesNoThreadAndNoPortWhenItHasStopped() throws Exception {
        Set<Thread> before = httpThreads();
        RunningEngine running = start();
        InetSocketAddress address = running.address();
        try (RawClient idle = new RawClient(address.getPort());
                RawClient kept = new RawClient(address.getPort())) {
            kept.get("/").readAnswer();

            assertFalse(before.containsAll(httpThreads()));
            running.stop(Duration.ofHours(1)).toCompletableFuture().get(10, SECONDS);

            awaitNoThreadBut(before);
            assertThrows(ConnectException.class, () -> new Socket(address.getAddress(), address.getPort()).close());
            assertTrue(idle.readToEnd().length() < 8);
            assertTrue(kept.readToEnd().length() < 8);
        }
        RunningEngine again = engine.start(Settings.NONE, address, call -> {});
        again.stop(Duration.ZERO).toCompletableFuture().get(10, SECONDS);
    }

    @Test
    void letsCallsUnderWayEndAndTurnsNewOnesAway() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient busy = server.connect();
                RawClient late = server.connect()) {
            late.get("/");
            server.nextCall().respond(200, Map.of(), new byte[0]);
            late.readAnswer();
            busy.get("/");
            HttpCall call = server.nextCall();

            CompletableFuture<Void> stopped =
                    server.engine().stop(Duration.ofHours(1)).toCompletableFuture();
            assertTrue(late.get("/").readAnswer().startsWith("HTTP/1.1 503 "));
            assertFalse(stopped.isDone());

            call.respond(200, Map.of(), bytes("in time"));
            assertTrue(busy.readAnswer().endsWith("in time"));
            stopped.get(10, SECONDS);
        }
    }

    @Test
    void cutsWhatHasNotEndedWithinTheGrace() throws Exception {
        HeardSocket heard = new HeardSocket();
        try (TestServer server = TestServer.collecting();
                RawClient waiting = server.connect();
                RawClient streaming = server.connect();
                RawClient talking = server.connect()) {
            waiting.get("/");
            server.nextCall();
            streaming.get("/");
            HttpStream stream = server.nextCall().stream(200, Map.of());
            CompletableFuture<Void> written =
                    stream.write(ByteBuffer.wrap(new byte[50_000_000])).toCompletableFuture();
            talking.send(HeardSocket.HANDSHAKE);
            server.nextCall().upgrade(heard.upgrade(100));
            heard.peer();

            server.engine().stop(Duration.ofMillis(100)).toCompletableFuture().get(10, SECONDS);

            waiting.readToEnd();
            talking.readToEnd();
            assertEquals("1006 ", heard.closed());
            stream.closed().toCompletableFuture().get(10, SECONDS);
            assertThrows(ExecutionException.class, () -> written.get(10, SECONDS));
            CompletableFuture<Void> late = stream.write(ByteBuffer.allocate(1)).toCompletableFuture();
            assertThrows(ExecutionException.class, () -> late.get(10, SECONDS));
        }
    }

    @Test
    void hasAsManyThreadsAsItIsTold() {
        Set<Thread> before = httpThreads();
        try (TestServer server = TestServer.collecting(HttpSettings.IO_THREADS, "5")) {
            assertTrue(server.port() > 0);
            assertEquals(
                    5,
                    httpThreads().stream()
                            .filter(thread -> !before.contains(thread))
                            .filter(thread -> thread.getName().startsWith("http I/O-"))
                            .count());
        }
    }

    @Test
    void stopsOnce() throws Exception {
        RunningEngine running = start();

        running.stop(Duration.ofHours(1)).toCompletableFuture().get(10, SECONDS);
        running.stop(Duration.ofHours(1)).toCompletableFuture().get(10, SECONDS);
    }

    @Test
    void runsSeveralTimesAtOnce() throws Exception {
        RunningEngine one = start();
        RunningEngine two = start();
        one.stop(Duration.ZERO).toCompletableFuture().get(10, SECONDS);

        try (RawClient client = new RawClient(two.address().getPort())) {
            assertTrue(client.get("/").readAnswer().startsWith("HTTP/1.1 200 "));
        }
        two.stop(Duration.ZERO).toCompletableFuture().get(10, SECONDS);
    }

    private RunningEngine start() {
        return engine.start(
                Settings.NONE,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                call -> call.respond(200, Map.of(), new byte[0]));
    }

    /** Waits for the end of the threads that were started since: the last one says that all have ended, and lives a moment longer. */
    private static void awaitNoThreadBut(Set<Thread> before) {
        await("the end of the threads that were started").until(() -> before.containsAll(httpThreads()));
    }

    private static Set<Thread> httpThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("http "))
                .collect(Collectors.toSet());
    }
}
