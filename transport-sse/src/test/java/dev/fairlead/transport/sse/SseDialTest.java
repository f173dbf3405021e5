// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server of one connection, byte by byte. */
@Timeout(30)
class SseDialTest {
    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=utf-8\r\n\r\n";
    private static final Resumption MINE = new Resumption("c-1", "me", Streams.ALL, null);
    private static final Resumption PLAIN = new Resumption("c-1", null, Streams.ALL, null);
    private static final Map<String, String> SHORT = Map.of("transport.sse.answer-time", "200 ms");

    private final HeardStream heard = new HeardStream();
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private ServerSocket listening;
    private CompletableFuture<Void> served = CompletableFuture.completedFuture(null);

    private interface Script {
        void run(OutputStream out, Socket socket) throws IOException, InterruptedException;
    }

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        listening.close();
        served.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void asksForWhatIsToBeReadAndFromWhere() throws Exception {
        serve((out, socket) -> out.write((STREAM + "data:\n\n").getBytes(StandardCharsets.UTF_8)));

        dial(new Resumption("c-1", "me", Streams.session("s-1"), 41L)).join();

        String head = heads.take();
        assertTrue(head.startsWith("GET /acp HTTP/1.1\r\n"), head);
        assertTrue(head.contains("\r\nAccept: text/event-stream\r\n"), head);
        assertTrue(head.contains("\r\nAcp-Connection-Id: c-1\r\n"), head);
        assertTrue(head.contains("\r\nAcp-Session-Id: s-1\r\n"), head);
        assertTrue(head.contains("\r\nFairlead-Client: me\r\n"), head);
        assertTrue(head.contains("\r\nLast-Event-ID: 41\r\n"), head);
        assertFalse(head.contains("Fairlead-Stream"), head);
    }

    @Test
    void oneStreamForAllIsAskedForByItsHeader() throws Exception {
        serve((out, socket) -> out.write((STREAM + "data:\n\n").getBytes(StandardCharsets.UTF_8)));

        dial(MINE).join();

        String head = heads.take();
        assertTrue(head.contains("\r\nFairlead-Stream: all\r\n"), head);
        assertFalse(head.contains("Acp-Session-Id") || head.contains("Last-Event-ID"), head);
    }

    @Test
    void isOpenAtTheFirstEventAndNotAtTheHeaders() throws Exception {
        serve((out, socket) -> {
            out.write(STREAM.getBytes(StandardCharsets.UTF_8));
            go.await();
            out.write(": fairlead\nretry: 1000\n\ndata:\n\n".getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes();
        });
        CompletableFuture<Wire> opening = dial(MINE);
        heads.take();
        assertThrows(TimeoutException.class, () -> opening.copy().get(300, TimeUnit.MILLISECONDS));
        go.countDown();

        Wire wire = opening.orTimeout(10, TimeUnit.SECONDS).join();

        assertEquals("sse", wire.peer().transport());
        assertNull(heard.lines.poll());
        wire.close(CloseReason.NORMAL); // lets the server's read end
        assertEquals("closed " + CloseReason.NORMAL, heard.next());
    }

    @Test
    void isOpenAtTheHeadersOfAServerThatKnowsNoClients() throws Exception {
        serve((out, socket) -> {
            out.write(STREAM.getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes();
        });

        Wire wire = dial(PLAIN).orTimeout(10, TimeUnit.SECONDS).join();

        wire.close(CloseReason.NORMAL);
        assertEquals("closed " + CloseReason.NORMAL, heard.next());
    }

    @Test
    void hasHeardWhatItIsAttachedToWhenItIsOpen() throws Exception {
        Notice attached = new Notice.Attached("c-1", 4, Duration.ofSeconds(15), MessageLimits.STANDARD);
        serve((out, socket) -> {
            for (byte one : (STREAM + ": fairlead\n\n" + notice(attached)).getBytes(StandardCharsets.UTF_8)) {
                out.write(one);
                out.flush();
            }
            socket.getInputStream().readAllBytes();
        });

        Wire wire = dial(MINE).orTimeout(10, TimeUnit.SECONDS).join();

        assertEquals(attached.toString(), heard.lines.poll());
        wire.close(CloseReason.NORMAL);
    }

    @Test
    void hearsMessagesNoticesAndTheEndInTheirOrder() throws Exception {
        String stream = "\ufeff: fairlead\n\nid: 42\ndata: {\"t\":\"é漢😀\"}\n\n:\n\ndata: {\"plain\":1}\n\n"
                + "event: message\nid: later\ndata: {}\n\n"
                + notice(new Notice.Gap(43, 45, "gone")) + notice(new Notice.CaughtUp(45))
                + notice(new Notice.Resolved("\"r\"")) + "event: invention\ndata: "
                + "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/invention\",\"params\":{}}\n\ndata:\n\n"
                + "event: strange\ndata: {\"id\":1}\n\n" + notice(new Notice.End(CloseReason.SHUTDOWN));
        serve((out, socket) -> {
            out.write(STREAM.getBytes(StandardCharsets.UTF_8));
            for (byte one : stream.getBytes(StandardCharsets.UTF_8)) {
                out.write(one);
                out.flush();
            }
        });

        dial(MINE).join();

        assertEquals("42 {\"t\":\"é漢😀\"}", heard.next());
        assertEquals("0 {\"plain\":1}", heard.next());
        assertEquals("0 {}", heard.next());
        assertEquals(new Notice.Gap(43, 45, "gone").toString(), heard.next());
        assertEquals(new Notice.CaughtUp(45).toString(), heard.next());
        assertEquals(new Notice.Resolved("\"r\"").toString(), heard.next());
        assertEquals("0 {\"id\":1}", heard.next());
        assertEquals("closed " + CloseReason.SHUTDOWN, heard.next());
        assertTrue(heard.signs.get() > 0);
    }

    @Test
    void anEndWithoutTheEventIsALostLink() throws Exception {
        serve((out, socket) -> out.write((STREAM + "data: {}\n\ndata: {\"half").getBytes(StandardCharsets.UTF_8)));

        dial(MINE).join();

        assertEquals("0 {}", heard.next());
        assertEquals("closed " + CloseReason.LINK_LOST, heard.next());
    }

    @Test
    void aTruncatedBodyIsALostLink() throws Exception {
        serve((out, socket) -> out.write(
                (STREAM.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n") + "a\r\ndata: {}\n\n\r\n5\r\nda")
                        .getBytes(StandardCharsets.UTF_8)));

        dial(MINE).join();

        assertEquals("0 {}", heard.next());
        assertEquals("closed " + CloseReason.LINK_LOST, heard.next());
    }

    @Test
    void theNextEventComesOnlyWhenTheStageOfTheOneBeforeIsCompleteAndTheEndBehindIt() throws Exception {
        heard.demand = new CompletableFuture<>();
        serve((out, socket) -> out.write(
                (STREAM + "id: 1\ndata: {}\n\nid: 2\ndata: {}\n\n" + notice(new Notice.End(CloseReason.SHUTDOWN)))
                        .getBytes(StandardCharsets.UTF_8)));

        dial(MINE).join();

        assertEquals("1 {}", heard.next());
        assertNull(heard.lines.poll(300, TimeUnit.MILLISECONDS));
        heard.demand.complete(null);
        assertEquals("2 {}", heard.next());
        assertEquals("closed " + CloseReason.SHUTDOWN, heard.next());
    }

    @Test
    void aServerWhoseEventsNobodyTakesIsNotReadOn() throws Exception {
        heard.demand = new CompletableFuture<>();
        byte[] event = ("data: " + "x".repeat(1 << 16) + "\n\n").getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Integer> written = new CompletableFuture<>();
        serve((out, socket) -> {
            out.write(STREAM.getBytes(StandardCharsets.UTF_8));
            Thread watch = new Thread(() -> {
                int count = 0;
                try {
                    for (; count < 1000; count++) {
                        out.write(event);
                    }
                } catch (IOException cut) {
                    written.complete(count);
                }
                written.complete(count);
            });
            watch.start();
            go.await();
        });

        Wire wire = dial(MINE).join();
        heard.next();
        assertThrows(TimeoutException.class, () -> written.copy().get(1, TimeUnit.SECONDS));
        wire.close(CloseReason.LINK_LOST);
        go.countDown();

        assertEquals("closed " + CloseReason.LINK_LOST, heard.next());
        assertTrue(written.get(10, TimeUnit.SECONDS) < 1000);
    }

    @Test
    void closingLetsTheServerGo() throws Exception {
        serve((out, socket) -> {
            out.write((STREAM + "data:\n\n").getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes(); // ends when the client has gone
        });

        Wire wire = dial(MINE).join();
        wire.close(CloseReason.NORMAL);
        wire.close(CloseReason.LINK_LOST);

        assertEquals("closed " + CloseReason.NORMAL, heard.next());
        served.get(10, TimeUnit.SECONDS);
        assertNull(heard.lines.poll());
    }

    @Test
    void aTooLargeEventEndsTheWire() throws Exception {
        serve((out, socket) ->
                out.write((STREAM + "data: {}\n\ndata: " + "x".repeat(2 << 20)).getBytes(StandardCharsets.UTF_8)));

        dial(MINE).join();

        assertEquals("0 {}", heard.next());
        assertEquals("closed too-large: An event of the stream is larger than 1048576 bytes.", heard.next());
    }

    @Test
    void aNoticeThatIsNotUnderstoodEndsTheWire() throws Exception {
        serve((out, socket) -> out.write((STREAM + "event: gap\ndata: {\"method\":\"_fairlead/gap\",\"params\":{}}\n\n")
                .getBytes(StandardCharsets.UTF_8)));

        dial(MINE).join();

        assertEquals("closed protocol: The notice gap is not understood: The member 'from' is missing.", heard.next());
    }

    @Test
    void aBlockPageInPlaceOfTheStreamIsTold() throws Exception {
        serve((out, socket) -> out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nVia: 1.1 gate\r\n\r\n"
                        + "<title>Category: chat</title>")
                .getBytes(StandardCharsets.UTF_8)));

        AgentException failure = failure(dial(MINE));

        assertEquals(Code.LINK_LOST, failure.code());
        assertEquals(
                "The event stream was answered with 200 (Via: 1.1 gate) and a page: 'Category: chat'.",
                failure.getMessage());
        assertTrue(heard.lines.isEmpty());
    }

    @Test
    void anUnknownConnectionKeepsItsCode() throws Exception {
        serve((out, socket) ->
                out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8)));

        assertEquals(Code.CONNECTION_UNKNOWN, failure(dial(MINE)).code());
    }

    @Test
    void aCompressedStreamIsRefused() throws Exception {
        serve((out, socket) -> out.write((STREAM.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n") + "xxx")
                .getBytes(StandardCharsets.UTF_8)));

        assertTrue(failure(dial(MINE)).getMessage().contains("compressed (gzip)"));
    }

    @Test
    void anAnswerThatIsHeldFailsInItsTime() throws Exception {
        for (String head : new String[] {"", STREAM}) {
            serve((out, socket) -> {
                out.write(head.getBytes(StandardCharsets.UTF_8));
                socket.getInputStream().readAllBytes(); // so the client has let go
            });

            AgentException failure = failure(dial(SHORT, MINE));

            assertEquals(Code.LINK_LOST, failure.code());
            assertEquals("No byte of the event stream came through in 200 ms.", failure.getMessage());
            served.get(10, TimeUnit.SECONDS);
        }
        assertTrue(heard.lines.isEmpty());
    }

    @Test
    void aCancelledAttemptLetsTheServerGo() throws Exception {
        serve((out, socket) -> socket.getInputStream().readAllBytes());
        CompletableFuture<Wire> opening = dial(MINE);
        heads.take();

        opening.cancel(true);

        served.get(10, TimeUnit.SECONDS);
        assertTrue(heard.lines.isEmpty());
    }

    @Test
    void aBodyWithoutAByteFailsTheAttempt() throws Exception {
        serve((out, socket) -> out.write(STREAM.getBytes(StandardCharsets.UTF_8)));

        assertEquals(
                "The event stream ended before its first byte.",
                failure(dial(MINE)).getMessage());
        assertTrue(heard.lines.isEmpty());
    }

    @Test
    void aStreamNeedsAConnection() {
        assertEquals(Code.CONNECTION_REQUIRED, failure(dial(Resumption.PLAIN)).code());
    }

    @Test
    void aProbeWaitsForAnEventAndLetsTheStreamGo() throws Exception {
        serve((out, socket) -> {
            out.write((STREAM + ": fairlead\n\n").getBytes(StandardCharsets.UTF_8));
            go.await();
            out.write("data: {}\n\n".getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes(); // ends when the client has gone
        });
        CompletableFuture<Void> probing = new SseTransport().probe(context(Map.of(), Resumption.PLAIN));
        assertTrue(heads.take().startsWith("GET /acp/probe HTTP/1.1\r\n"));
        assertThrows(TimeoutException.class, () -> probing.copy().get(300, TimeUnit.MILLISECONDS));

        go.countDown();

        probing.get(10, TimeUnit.SECONDS);
        served.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aCancelledProbeLetsTheStreamGo() throws Exception {
        serve((out, socket) -> {
            out.write((STREAM + ": fairlead\n\n").getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes();
        });
        CompletableFuture<Void> probing = new SseTransport().probe(context(Map.of(), Resumption.PLAIN));
        heads.take();

        probing.cancel(true);

        served.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aServerWithoutAProbeSaysSo() throws Exception {
        serve((out, socket) ->
                out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8)));

        CompletableFuture<Void> probing = new SseTransport().probe(context(Map.of(), Resumption.PLAIN));

        assertEquals(Code.UNSUPPORTED, failure(probing).code());
    }

    private static String notice(Notice notice) {
        return StandardCharsets.UTF_8.decode(SseEncoder.notice(notice)).toString();
    }

    private void serve(Script script) {
        served = CompletableFuture.runAsync(
                () -> {
                    try (Socket socket = listening.accept()) {
                        InputStream in = socket.getInputStream();
                        StringBuilder head = new StringBuilder();
                        while (head.indexOf("\r\n\r\n") < 0) {
                            head.append((char) in.read());
                        }
                        heads.add(head.toString());
                        script.run(socket.getOutputStream(), socket);
                    } catch (SocketException gone) {
                        // the client left, or the test is over
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                work -> new Thread(work, "raw-server").start());
    }

    private CompletableFuture<Wire> dial(Resumption resumption) {
        return dial(Map.of(), resumption);
    }

    private CompletableFuture<Wire> dial(Map<String, String> settings, Resumption resumption) {
        return new SseTransport().dial(context(settings, resumption)).toCompletableFuture();
    }

    private DialContext context(Map<String, String> settings, Resumption resumption) {
        return new DialContext(
                new Target.Address(URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/acp")),
                resumption,
                new PlainAccess(),
                Settings.of(settings),
                new MessageLimits(1 << 20, 9, 99),
                heard);
    }

    private static AgentException failure(CompletableFuture<?> stage) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> stage.orTimeout(10, TimeUnit.SECONDS).join());
        return assertInstanceOf(AgentException.class, failure.getCause());
    }

    private record PlainAccess(HttpClient client) implements HttpAccess {
        PlainAccess() {
            this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        }

        @Override
        public HttpRequest.Builder request(URI uri) {
            return HttpRequest.newBuilder(uri);
        }

        @Override
        public WebSocket.Builder webSocket() {
            return client.newWebSocketBuilder();
        }
    }
}
