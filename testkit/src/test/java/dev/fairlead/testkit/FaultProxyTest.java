// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 150;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private ServerSocket target;
    private FaultProxy proxy;

    /** A link, seen from both ends. */
    private record Link(Socket client, Socket server) {}

    @BeforeEach
    void start() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.to((InetSocketAddress) target.getLocalSocketAddress())
                .seed(27)
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        target.close();
        proxy.close();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        Link link = link();
        link.client().getOutputStream().write("up".getBytes(US_ASCII));
        assertEquals("up", read(link.server(), 2));
        link.server().getOutputStream().write("down".getBytes(US_ASCII));
        assertEquals("down", read(link.client(), 4));
    }

    @Test
    void passesEachSidesEndOnAndCountsWhatPassed() throws IOException {
        Link link = link();
        link.client().getOutputStream().write("last words".getBytes(US_ASCII));
        link.client().shutdownOutput();
        assertEquals("last words", read(link.server(), 10));
        assertEquals(-1, link.server().getInputStream().read());
        link.server().getOutputStream().write("heard".getBytes(US_ASCII));
        link.server().shutdownOutput();
        assertEquals("heard", read(link.client(), 5));
        assertEquals(-1, link.client().getInputStream().read());
        LinkEvent closed = awaitEvent(LinkEvent.Kind.CLOSED);
        assertEquals(List.of(1, 10L, 5L), List.of(closed.link(), closed.up(), closed.down()));
    }

    @Test
    void passesManyBytesUnchanged() throws Exception {
        byte[] sent = new byte[5 << 20];
        new Random(27).nextBytes(sent);
        Link link = link();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                link.server().getOutputStream().write(sent);
                link.server().shutdownOutput();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertArrayEquals(sent, link.client().getInputStream().readAllBytes());
        writing.get();
    }

    @Test
    void cutLooksLikeACleanEndToBothSides() throws IOException {
        Link link = link();
        proxy.cut(LinkEnd.FIN);
        assertEquals(-1, link.client().getInputStream().read());
        assertEquals(-1, link.server().getInputStream().read());
        awaitEvent(LinkEvent.Kind.CUT);
    }

    @Test
    void resetIsSeenAsOneByBothSides() throws IOException {
        Link link = link();
        proxy.cut(LinkEnd.RESET);
        assertThrows(SocketException.class, () -> link.client().getInputStream().read());
        assertThrows(SocketException.class, () -> link.server().getInputStream().read());
        awaitEvent(LinkEvent.Kind.RESET);
    }

    @Test
    void resetOfOneSideReachesTheOther() throws IOException {
        Link link = link();
        link.server().setSoLinger(true, 0);
        link.server().close();
        assertThrows(SocketException.class, () -> link.client().getInputStream().read());
        awaitEvent(LinkEvent.Kind.BROKEN);
    }

    @Test
    void targetThatCannotBeReachedResetsTheClient() throws IOException {
        target.close();
        Socket client = connect();
        assertThrows(SocketException.class, () -> client.getInputStream().read());
        awaitEvent(LinkEvent.Kind.BROKEN);
    }

    @Test
    void blackHoleSwallowsBytesAndEnds() throws IOException {
        Link link = link();
        proxy.blackHole();
        link.client().getOutputStream().write("lost".getBytes(US_ASCII));
        link.server().getOutputStream().write("lost too".getBytes(US_ASCII));
        assertSilent(link.client());
        link.client().close();
        assertSilent(link.server());
        LinkEvent vanished = awaitEvent(LinkEvent.Kind.VANISHED);
        assertEquals(1, vanished.link());
    }

    @Test
    void blackHoleKeepsAResetToItself() throws IOException {
        Link link = link();
        proxy.blackHole();
        awaitEvent(LinkEvent.Kind.VANISHED);
        link.client().setSoLinger(true, 0);
        link.client().close();
        assertSilent(link.server());
    }

    @Test
    void linkThatVanishedStaysSoWhileNewOnesPass() throws IOException {
        Link old = link();
        proxy.become(LinkConditions.CLEAR.vanishing());
        Link meanwhile = link();
        proxy.become(LinkConditions.CLEAR);
        Link later = link();
        for (Link link : List.of(old, meanwhile, later)) {
            link.client().getOutputStream().write('x');
        }
        assertSilent(old.server());
        assertSilent(meanwhile.server());
        assertEquals('x', later.server().getInputStream().read());
    }

    @Test
    void refusesNewLinksAndKeepsTheOldOnes() throws IOException {
        Link link = link();
        proxy.become(LinkConditions.CLEAR.refusing());
        Socket refused = connect();
        assertThrows(IOException.class, () -> {
            refused.getOutputStream().write('x');
            refused.getInputStream().read();
        });
        link.client().getOutputStream().write('x');
        assertEquals('x', link.server().getInputStream().read());
        assertEquals(1, proxy.log().count(LinkEvent.Kind.REFUSED));
    }

    @Test
    void bytesTakeTheirTimeAndKeepTheirOrder() throws IOException {
        Link link = link();
        proxy.become(LinkConditions.CLEAR.delayed(Duration.ofMillis(200), Duration.ofMillis(50)));
        long start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            link.client().getOutputStream().write('a' + i % 26);
        }
        String came = read(link.server(), 50);
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(200).toNanos());
        assertEquals("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx", came);
    }

    @Test
    void everyByteOfAPieceAtATimeArrives() throws IOException {
        Link link = link();
        proxy.become(LinkConditions.CLEAR.inPieces(1));
        byte[] sent = new byte[20_000];
        new Random(23).nextBytes(sent);
        link.server().getOutputStream().write(sent);
        assertArrayEquals(sent, link.client().getInputStream().readNBytes(sent.length));
    }

    @Test
    void stallMakesTheWriterWaitAndLosesNothing() throws IOException {
        proxy.become(LinkConditions.CLEAR.stalling());
        try (SocketChannel client = SocketChannel.open(proxy.address());
                Socket server = accept()) {
            client.configureBlocking(false);
            ByteBuffer block = ByteBuffer.allocate(64 << 10);
            long[] sent = {0};
            await().until(() -> {
                long before = sent[0];
                for (int count = 1; count > 0; sent[0] += count) {
                    count = client.write(block.clear());
                }
                return sent[0] == before;
            });
            assertSilent(server);
            proxy.become(LinkConditions.CLEAR);
            client.shutdownOutput();
            assertEquals(sent[0], server.getInputStream().readAllBytes().length);
        }
    }

    @Test
    void linkEndsBehindTheLastByteThatItMayCarry() throws IOException {
        proxy.become(LinkConditions.CLEAR.endingAfter(1_000, LinkEnd.FIN));
        Link link = link();
        link.client().getOutputStream().write(new byte[400]);
        assertEquals(400, link.server().getInputStream().readNBytes(400).length);
        link.server().getOutputStream().write(new byte[5_000]);
        assertEquals(600, link.client().getInputStream().readAllBytes().length);
        assertEquals(-1, link.server().getInputStream().read());
    }

    @Test
    void stormEndsLinksAgainAndAgain() throws IOException {
        for (int i = 0; i < 5; i++) {
            Link link = link(); // in calm: a storm may end one that the client is still opening
            try (CutStorm storm = proxy.storm(Duration.ofMillis(5), Duration.ofMillis(20))) {
                assertThrows(IOException.class, () -> exchangeForEver(link));
                assertTrue(storm.strikes() > 0);
                long before = storm.strikes();
                await().until(() -> storm.strikes() > before + 1);
            }
        }
        long ends = proxy.log().count(LinkEvent.Kind.CUT) + proxy.log().count(LinkEvent.Kind.RESET);
        assertEquals(5, ends, proxy.log()::toString);
    }

    @Test
    void stormThatIsOverLeavesLinksAlone() throws IOException {
        CutStorm storm = proxy.storm(Duration.ofMillis(1), Duration.ofMillis(2));
        await().until(() -> storm.strikes() > 3);
        storm.close();
        CompletableFuture<Long> afterwards = new CompletableFuture<>();
        proxy.after(Duration.ZERO, () -> afterwards.complete(storm.strikes()));
        long strikes = afterwards.join();
        Link link = link();
        assertSilent(link.client());
        assertEquals(strikes, storm.strikes());
    }

    @Test
    void doesWhatIsDueLaterInOrder() {
        StoppedClock clock = new StoppedClock();
        List<String> order = new CopyOnWriteArrayList<>();
        try (FaultProxy timed = FaultProxy.to((InetSocketAddress) target.getLocalSocketAddress())
                .clock(clock)
                .start()) {
            timed.after(Duration.ofMillis(40), () -> order.add("b"));
            timed.after(Duration.ofMillis(20), () -> order.add("a"));
            clock.pass(timed, Duration.ofMillis(19));
            assertEquals(List.of(), order);
            clock.pass(timed, Duration.ofMillis(21));
        }
        assertEquals(List.of("a", "b"), order);
    }

    @Test
    void closedProxyLeavesNoThreadPortOrLink() throws IOException {
        Link link = link();
        proxy.close();
        assertEquals(-1, link.server().getInputStream().read());
        assertThrows(IOException.class, this::connect);
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("fault-proxy")));
    }

    @Test
    void failureOnTheProxysThreadIsToldAtClose() {
        proxy.after(Duration.ZERO, () -> {
            throw new IllegalArgumentException("planted");
        });
        CompletableFuture<Void> later = new CompletableFuture<>();
        proxy.after(Duration.ofMillis(1), () -> later.complete(null));
        later.join();
        IllegalStateException failure = assertThrows(IllegalStateException.class, proxy::close);
        assertTrue(failure.getMessage().contains("planted"), failure.getMessage());
    }

    private static void exchangeForEver(Link link) throws IOException {
        while (true) {
            link.client().getOutputStream().write('x');
            if (link.server().getInputStream().read() < 0) {
                throw new IOException("the end");
            }
        }
    }

    private Link link() throws IOException {
        Socket client = connect();
        return new Link(client, accept());
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        client.setSoTimeout(PATIENCE_MILLIS);
        client.setTcpNoDelay(true);
        opened.add(client);
        return client;
    }

    private Socket accept() throws IOException {
        Socket server = target.accept();
        server.setSoTimeout(PATIENCE_MILLIS);
        opened.add(server);
        return server;
    }

    private LinkEvent awaitEvent(LinkEvent.Kind kind) {
        await().until(() -> proxy.log().count(kind) > 0);
        return proxy.log().events().stream()
                .filter(event -> event.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static String read(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), US_ASCII);
    }

    /** Asserts that nothing comes for a while: no byte, no end. */
    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }
}
