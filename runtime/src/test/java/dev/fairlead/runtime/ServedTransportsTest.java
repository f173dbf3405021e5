// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.connection.ConnectionLimits;
import dev.fairlead.runtime.connection.ConnectionTable;
import dev.fairlead.runtime.connection.TimerWheel;
import dev.fairlead.runtime.endpoint.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServedTransportsTest {
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final RunningTransport RUNNING = grace -> CompletableFuture.completedStage(null);

    private final Settings settings = Settings.of(Map.of("heartbeat", "7 s", "limits.message-bytes", "1 KiB"));
    private final ConnectionLimits limits = ConnectionLimits.from(settings);
    private final Routes routes = new Routes();
    private final TimerWheel timers = new TimerWheel();
    private final ConnectionTable table = new ConnectionTable(
            context -> CompletableFuture.failedStage(new AssertionError("no agent is started")),
            limits,
            timers,
            Runnable::run);
    private final Logged log = Logged.by(ServedTransports.class);

    @AfterEach
    void end() {
        log.close();
        table.stop().toCompletableFuture().join();
        timers.close();
    }

    private ServedTransports start(Transport... transports) {
        ServedTransports served = new ServedTransports(List.of(), limits, routes, table);
        served.start(List.of(transports), settings);
        return served;
    }

    private static FakeTransport serving(String id, Function<ServeContext, RunningTransport> way) {
        return FakeTransport.of(id).serving(way);
    }

    private static FakeTransport good(String id) {
        return serving(id, context -> RUNNING);
    }

    private static HttpRoute route(String path) {
        return new HttpRoute() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public boolean accepts(HttpCall call) {
                return true;
            }

            @Override
            public void answer(HttpCall call, Peer peer) {
                throw new AssertionError("nobody calls");
            }
        };
    }

    private void assertFree(String path) {
        assertDoesNotThrow(() -> routes.add("another", 100, route(path)));
    }

    private void assertTaken(String path, String transport) {
        AgentException refusal = assertThrows(AgentException.class, () -> routes.add("another", 100, route(path)));
        assertTrue(refusal.getMessage().contains("is taken by '" + transport + "'"), refusal.getMessage());
    }

    @Test
    void areThoseThatServeInTheirOrder() {
        ServedTransports served = start(good("websocket"), FakeTransport.of("stdio"), good("sse"));

        assertEquals(List.of("websocket", "sse"), served.ids());
        assertEquals(List.of(), log.lines());
    }

    @Test
    void areSilentlyWithoutOneThatWasNotToldWhere() {
        ServedTransports served = start(
                good("websocket"),
                good("unset").servingAt("transport.unset.path"),
                good("set").servingAt("heartbeat"));

        assertEquals(List.of("websocket", "set"), served.ids());
        assertEquals(List.of(), log.lines());
    }

    @Test
    void whoIsAskedForByNameAndWasNotToldWhereIsNamed() {
        ServedTransports served = new ServedTransports(List.of("websocket", "unset"), limits, routes, table);

        served.start(List.of(good("websocket"), good("unset").servingAt("transport.unset.path")), settings);

        assertEquals(List.of("websocket"), served.ids());
        assertEquals(List.of("WARN Transport 'unset' does not serve: set transport.unset.path."), log.lines());
    }

    @Test
    void areGivenWhatIsSet() {
        List<ServeContext> contexts = new ArrayList<>();
        start(serving("sse", context -> {
            contexts.add(context);
            return RUNNING;
        }));

        ServeContext context = contexts.get(0);
        assertSame(settings, context.settings());
        assertEquals(1024, context.limits().bytes());
        assertEquals(Duration.ofSeconds(7), context.heartbeat());
    }

    @Test
    void attachWiresToTheConnections() {
        List<ServeContext> contexts = new ArrayList<>();
        start(serving("sse", context -> {
            contexts.add(context);
            return RUNNING;
        }));
        Peer peer = new Peer("sse", "192.0.2.7:50000", Peer.ANONYMOUS);

        String id = contexts.get(0)
                .attach(new AttachRequest(peer, null, null, Streams.ALL, null, false, false))
                .connectionId();

        assertEquals(id, table.get(id, peer).id());
    }

    @Test
    void serveWithoutOneThatThrowsWhichIsNamedAndLeavesNoRoute() {
        ServedTransports served = start(
                serving("bad", context -> {
                    context.route(route("/bad"));
                    throw new IllegalStateException("no room");
                }),
                good("sse"));

        assertEquals(List.of("sse"), served.ids());
        assertEquals(List.of("ERROR Transport 'bad' did not start; the others serve: no room"), log.lines());
        assertFree("/bad");
    }

    @Test
    void serveWithoutOneWhoseClassesAreGone() {
        ServedTransports served = start(good("sse"), serving("bad", context -> {
            throw new NoClassDefFoundError("org/example/Codec");
        }));

        assertEquals(List.of("sse"), served.ids());
        assertEquals(List.of("ERROR Transport 'bad' did not start; the others serve: org/example/Codec"), log.lines());
    }

    @Test
    void serveWithoutOneThatGivesNoHandle() {
        ServedTransports served = start(
                serving("bad", context -> {
                    context.route(route("/bad"));
                    return null;
                }),
                good("sse"));

        assertEquals(List.of("sse"), served.ids());
        assertEquals(List.of("ERROR Transport 'bad' did not start; the others serve: It gave no handle."), log.lines());
        assertFree("/bad");
    }

    @Test
    void serveWithoutOneWhosePathIsTakenAndKeepTheRoutesOfTheOther() {
        ServedTransports served = start(
                serving("sse", context -> {
                    context.route(route("/events"));
                    return RUNNING;
                }),
                serving("legacy", context -> {
                    context.route(route("/legacy"));
                    context.route(route("/events"));
                    return RUNNING;
                }));

        assertEquals(List.of("sse"), served.ids());
        assertFree("/legacy");
        assertTaken("/events", "sse");
        assertEquals(
                List.of("WARN Transport 'legacy' did not start: path /events is taken by 'sse'."
                        + " Set transport.legacy.path. The others serve. transport=legacy"),
                log.lines());
    }

    @Test
    void areAtLeastOne() {
        List<Transport[]> none =
                List.of(new Transport[] {}, new Transport[] {FakeTransport.of("stdio")}, new Transport[] {
                    serving("bad", context -> {
                        throw new IllegalStateException("no room");
                    })
                });
        for (Transport[] transports : none) {
            AgentException refusal = assertThrows(AgentException.class, () -> start(transports));

            assertEquals(Code.CONFIGURATION, refusal.code());
            assertEquals(
                    "No transport serves. Put fairlead-transport-websocket or fairlead-transport-sse beside the runtime.",
                    refusal.getMessage());
        }
    }

    @Test
    void stopAllAtOnceWithTheirRoutes() {
        List<String> stops = new ArrayList<>();
        CompletableFuture<Void> slow = new CompletableFuture<>();
        ServedTransports served = start(
                serving("websocket", context -> {
                    context.route(route("/ws"));
                    return grace -> {
                        stops.add("websocket " + grace);
                        return slow;
                    };
                }),
                serving("sse", context -> {
                    context.route(route("/events"));
                    return grace -> {
                        stops.add("sse " + grace);
                        return CompletableFuture.completedStage(null);
                    };
                }));
        assertTaken("/ws", "websocket");

        CompletableFuture<Void> stopped = served.stop(GRACE).toCompletableFuture();

        assertEquals(List.of("websocket PT3S", "sse PT3S"), stops);
        assertFree("/ws");
        assertFree("/events");
        assertFalse(stopped.isDone());
        slow.complete(null);
        assertTrue(stopped.isDone() && !stopped.isCompletedExceptionally());
    }

    @Test
    void stopOneOfThemAndTheOtherGoesOn() {
        List<String> stops = new ArrayList<>();
        ServedTransports served = start(
                serving("websocket", context -> grace -> {
                    stops.add("websocket");
                    return CompletableFuture.completedStage(null);
                }),
                serving("sse", context -> {
                    context.route(route("/events"));
                    return grace -> {
                        stops.add("sse");
                        return CompletableFuture.completedStage(null);
                    };
                }));

        assertTrue(served.stop("sse", GRACE).toCompletableFuture().isDone());
        assertTrue(served.stop("sse", GRACE).toCompletableFuture().isDone());

        assertEquals(List.of("sse"), stops);
        assertEquals(List.of("websocket"), served.ids());
        assertFree("/events");
    }

    @Test
    void stopTheOthersWhenOneDoesNotEndWellAndSaySoAfterwards() {
        IllegalStateException failure = new IllegalStateException("stuck");
        CompletableFuture<Void> slow = new CompletableFuture<>();
        ServedTransports served = start(
                serving("bad", context -> grace -> {
                    throw failure;
                }),
                serving("sse", context -> grace -> slow));

        CompletableFuture<Void> stopped = served.stop(GRACE).toCompletableFuture();

        assertFalse(stopped.isDone());
        slow.complete(null);
        Throwable told = assertThrows(CompletionException.class, () -> stopped.getNow(null));
        assertSame(failure, told.getCause());
    }
}
