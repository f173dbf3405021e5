// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that flood, trickle and vanish: they are cut off, others do not notice, and nothing of them is left. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "what is left is read from /proc")
class BadClientsIT {
    private static final int TRICKLERS = 20;
    private static final int PLACES = 64;
    private static final String JSON = "Content-Type: application/json";

    private static final Map<String, String> SETTINGS = Map.of(
            "http.header-timeout", "1 s",
            "http.transfer-timeout", "1 s",
            "http.keep-alive", "2 s",
            "limits.never-read-time", "5 s",
            "limits.unread-time", "1 s",
            "limits.idle-time", "1 s",
            "limits.connections", Integer.toString(PLACES));

    private static final Map<Housing, Served> SERVED = new EnumMap<>(Housing.class);

    @BeforeAll
    static void start() throws IOException {
        for (Housing housing : Housing.values()) {
            SERVED.put(housing, housing.serve(SETTINGS, TestAgent.ANSWERS.command()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (Served served : SERVED.values()) {
            served.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        SERVED.values().forEach(Served::awaitRest);
    }

    @ParameterizedTest
    @EnumSource
    void oneWithTooManyHeadersIsAnsweredWith400(Housing housing) throws IOException {
        String[] flood = IntStream.range(0, 200).mapToObj(i -> "X-" + i + ": y").toArray(String[]::new);
        assertEquals(400, SERVED.get(housing).caller().initialize(flood).status());
    }

    @ParameterizedTest
    @EnumSource
    void oneWithTooLongAHeaderIsAnsweredWith400(Housing housing) throws IOException {
        assertEquals(
                400,
                SERVED.get(housing)
                        .caller()
                        .initialize("X: " + "y".repeat(1 << 20))
                        .status());
    }

    @ParameterizedTest
    @EnumSource
    void oneThatSendsNoHttpIsAnsweredWith400(Housing housing) throws IOException {
        byte[] tls = ("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00FC\u0003\u0003" + "\0".repeat(300) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(400, SERVED.get(housing).caller().exchange(tls).status());
    }

    @ParameterizedTest
    @EnumSource
    void onesThatTrickleTheirHeadersAreCut(Housing housing) throws Exception {
        Caller caller = SERVED.get(housing).caller();
        byte[] endless = bytes("GET /acp HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(10_000));
        trickle(caller, endless, 60);
    }

    @ParameterizedTest
    @EnumSource
    void onesThatTrickleTheirBodyAreCut(Housing housing) throws Exception {
        Caller caller = SERVED.get(housing).caller();
        String head = caller.head("POST", JSON, "Content-Length: 10000");
        trickle(caller, bytes(head + " ".repeat(10_000)), head.length());
    }

    @ParameterizedTest
    @EnumSource
    void onesThatTrickleTheHttp2PrefaceAreCut(Housing housing) throws Exception {
        trickle(SERVED.get(housing).caller(), bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 4);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatVanishesAtAnyByteOfAPostLeavesNothing(Housing housing) throws IOException {
        Caller caller = SERVED.get(housing).caller();
        vanishAtAnyByte(caller, caller.post(Caller.INITIALIZE));
        allPlacesAreFree(housing);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatVanishesAtAnyByteOfAStreamRequestLeavesNothing(Housing housing) throws IOException {
        Caller caller = SERVED.get(housing).caller();
        String connection = caller.initialize().connectionId();
        vanishAtAnyByte(
                caller, bytes(caller.head("GET", "Accept: text/event-stream", "Acp-Connection-Id: " + connection)));
        caller.delete(connection);
        allPlacesAreFree(housing);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatVanishesAtAnyByteOfAWebSocketLeavesNothing(Housing housing) throws IOException {
        Caller caller = SERVED.get(housing).caller();
        String handshake = String.join(
                "\r\n",
                "GET /acp HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(handshake));
        all.writeBytes(frame(Caller.INITIALIZE));
        vanishAtAnyByte(caller, all.toByteArray());
        allPlacesAreFree(housing);
    }

    /** Has clients send a request byte by byte, and waits until each is cut; others are served meanwhile. */
    private static void trickle(Caller caller, byte[] request, int atOnce) throws Exception {
        List<Socket> tricklers = new ArrayList<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int i = 0; i < TRICKLERS; i++) {
                Socket socket = caller.connect();
                tricklers.add(socket);
                socket.getOutputStream().write(request, 0, atOnce);
            }
            int[] next = {atOnce};
            var unused = clock.scheduleAtFixedRate(
                    () -> {
                        if (next[0] < request.length) {
                            dribble(tricklers, request[next[0]++]);
                        }
                    },
                    0,
                    50,
                    TimeUnit.MILLISECONDS);
            assertEquals(202, caller.delete(caller.initialize().connectionId()).status());
            for (Socket trickler : tricklers) {
                assertTrue(Caller.rest(trickler).length() < 1000);
            }
        } finally {
            clock.shutdownNow();
            clock.awaitTermination(1, TimeUnit.MINUTES);
            for (Socket trickler : tricklers) {
                trickler.close();
            }
        }
    }

    private static void dribble(List<Socket> sockets, int next) {
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write(next);
            } catch (IOException e) {
                // cut, as it should be
            }
        }
    }

    /** Sends ever more of a request and goes, by turns with and without a goodbye. */
    private static void vanishAtAnyByte(Caller caller, byte[] request) throws IOException {
        for (int sent = 0; sent <= request.length; sent++) {
            for (boolean rudely : new boolean[] {false, true}) {
                try (Socket socket = caller.connect()) {
                    socket.getOutputStream().write(request, 0, sent);
                    if (rudely) {
                        socket.setSoLinger(true, 0);
                    }
                }
            }
        }
    }

    /** Waits until the table can be filled: a gateway may take up what was cut last when it seems to be at rest. */
    private static void allPlacesAreFree(Housing housing) {
        Served served = SERVED.get(housing);
        await("a free table").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            served.awaitRest();
            fill(served.caller());
        });
    }

    /** Fills the table, which shows that no place in it is lost. Each connection is read, so that it keeps its place. */
    private static void fill(Caller caller) throws IOException {
        Map<String, Socket> connections = new HashMap<>();
        try {
            for (int i = 0; i < PLACES; i++) {
                String connection = caller.initialize().connectionId();
                Socket stream = caller.connect();
                connections.put(connection, stream);
                stream.getOutputStream()
                        .write(bytes(
                                caller.head("GET", "Accept: text/event-stream", "Acp-Connection-Id: " + connection)));
                assertEquals(200, Caller.answer(stream).status());
            }
            assertEquals(503, caller.initialize().status());
        } finally {
            for (Map.Entry<String, Socket> connection : connections.entrySet()) {
                caller.delete(connection.getKey());
                connection.getValue().close();
            }
        }
    }

    /** Returns a masked text frame (RFC 6455 §5.2). */
    private static byte[] frame(String text) {
        byte[] payload = bytes(text);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        frame.write(0x80 | payload.length);
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
