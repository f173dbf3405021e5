// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.FaultyPlace.PATIENCE;
import static dev.fairlead.testkit.FaultyPlace.SILENCE;
import static dev.fairlead.testkit.FaultyPlace.answer;
import static dev.fairlead.testkit.FaultyPlace.head;
import static dev.fairlead.testkit.FaultyPlace.read;
import static dev.fairlead.testkit.FaultyPlace.readAll;
import static dev.fairlead.testkit.FaultyPlace.request;
import static dev.fairlead.testkit.FaultyPlace.webSocket;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults of a proxy that reads what passes, seen from a client that speaks HTTP/1.1 on a bare socket. */
class FaultTest {
    private FaultyPlace place;

    @BeforeEach
    void start() throws IOException {
        place = new FaultyPlace();
    }

    @AfterEach
    void stop() throws IOException {
        place.close();
    }

    @Test
    void f1HoldsAStreamUntilItEnds() throws Exception {
        place.proxy().faults(Fault.F1);
        HttpSocket link = place.open(SILENCE);
        link.send(request("GET").with("Accept", "text/event-stream"), "/events");
        BlockingQueue<String> stream = place.server().nextStream();
        stream.add("data: 1\n\n");
        assertThrows(SocketTimeoutException.class, link::head);
        PlainServer.end(stream);
        await().until(() -> place.server().heard().size() == 1);
        Response answer = answer(link);
        assertEquals("data: 1\n\n", answer.text());
        assertEquals("9", answer.header("Content-Length"));
    }

    @Test
    void f2AsksInHttp10AndPassesBlocksOn() throws Exception {
        place.proxy().faults(Fault.F2.with(1000));
        HttpSocket link = place.open(SILENCE);
        link.send(request("GET").with("Accept", "text/event-stream"), "/events");
        BlockingQueue<String> stream = place.server().nextStream();
        assertEquals("GET /events HTTP/1.0", place.server().heard().get(0).start());
        stream.add("x".repeat(999));
        assertThrows(SocketTimeoutException.class, link::head);
        stream.add("y");
        Response head = head(link);
        assertEquals("x".repeat(999) + "y", read(link.body(head), 1000));
    }

    @Test
    void f3CompressesForThoseWhoAcceptItAndHoldsWhatDoesNotFillABlock() throws Exception {
        place.proxy().faults(Fault.F3);
        HttpSocket link = place.open();
        link.send(request("GET").with("Accept", "text/event-stream").with("Accept-Encoding", "gzip, br"), "/events");
        Response head = link.head();
        assertEquals("gzip", head.header("Content-Encoding"));
        BlockingQueue<String> stream = place.server().nextStream();
        stream.add("data: 1\n\n");
        InputStream body = link.body(head);
        byte[] header = body.readNBytes(10);
        assertEquals(0x1f, header[0]);
        link.patience(SILENCE);
        assertThrows(SocketTimeoutException.class, body::read);
        link.patience(PATIENCE);
        PlainServer.end(stream);
        byte[] rest = body.readAllBytes();
        byte[] whole = new byte[header.length + rest.length];
        System.arraycopy(header, 0, whole, 0, header.length);
        System.arraycopy(rest, 0, whole, header.length, rest.length);
        assertEquals("data: 1\n\n", readAll(new GZIPInputStream(new java.io.ByteArrayInputStream(whole))));
        assertEquals("plain#2", place.post(place.open(), "/echo", "plain").text());
    }

    @Test
    void f5EndsAStreamAsIfItHadEndedByItself() throws Exception {
        place.proxy().faults(Fault.F5.with(10));
        InputStream events = place.events(place.open());
        BlockingQueue<String> stream = place.server().nextStream();
        stream.add("data: 1\n\n");
        assertEquals("data: 1\n\n", read(events, 9));
        stream.add("data: 2\n\n");
        assertEquals("d", readAll(events));
    }

    @Test
    void f8StripsUpgradeSoThatThereIsNone() throws IOException {
        place.proxy().faults(Fault.F8);
        HttpSocket link = place.open();
        link.send(webSocket(), "/ws");
        assertEquals("#1", link.answer().text());
        assertTrue(place.server().heard().get(0).headers().stream().noneMatch(line -> line.startsWith("upgrade:")));
    }

    @Test
    void f9RefusesWebSocketsWithAPage() throws IOException {
        place.proxy().faults(Fault.F9);
        HttpSocket link = place.open();
        link.send(webSocket(), "/ws");
        Response answer = link.answer();
        assertEquals(403, answer.status());
        assertEquals("text/html", answer.header("Content-Type"));
        assertTrue(answer.text().startsWith("<!DOCTYPE html>"));
        assertEquals(List.of(), place.server().heard());
        assertEquals("x#1", place.post(place.open(), "/echo", "x").text());
        assertEquals(1, place.proxy().log().count(LinkEvent.Kind.ANSWERED));
    }

    @Test
    void f13SendsAPostSeveralTimesAndAnswersOnce() throws IOException {
        place.proxy().faults(Fault.F13.with(4));
        HttpSocket link = place.open();
        assertEquals("x#4", place.post(link, "/echo", "x").text());
        assertEquals("y#8", place.post(link, "/echo", "y").text());
        link.send(request("GET"), "/");
        assertEquals("#9", link.answer().text());
    }

    @Test
    void f14AnswersFromACacheWhatWasAskedBefore() throws Exception {
        place.proxy().faults(Fault.F14);
        assertEquals("x#1", place.post(place.open(), "/echo", "x").text());
        assertEquals("x#1", place.post(place.open(), "/echo", "x").text());
        assertEquals("y#2", place.post(place.open(), "/echo", "y").text());
        InputStream events = place.events(place.open());
        BlockingQueue<String> stream = place.server().nextStream();
        stream.add("data: 1\n\n");
        PlainServer.end(stream);
        assertEquals("data: 1\n\n", readAll(events));
        assertEquals("data: 1\n\n", readAll(place.events(place.open())));
        assertEquals(3, place.server().heard().size());
    }

    @Test
    void f14ForgetsWhatIsOld() throws Exception {
        place.proxy().faults(Fault.F14.with(50));
        assertEquals("x#1", place.post(place.open(), "/echo", "x").text());
        await().until(() -> place.post(place.open(), "/echo", "x").text().equals("x#2"));
    }

    @Test
    void f15PutsAPageInPlaceOfTheStream() throws IOException {
        place.proxy().faults(Fault.F15);
        HttpSocket link = place.open();
        link.send(request("GET").with("Accept", "text/event-stream"), "/events");
        Response answer = link.answer();
        assertEquals(200, answer.status());
        assertEquals("text/html", answer.header("Content-Type"));
        assertEquals(List.of(), place.server().heard());
    }

    @Test
    void f16RefusesOtherMethods() throws IOException {
        place.proxy().faults(Fault.F16);
        for (String method : List.of("DELETE", "OPTIONS", "PUT")) {
            HttpSocket link = place.open();
            link.send(request(method), "/");
            assertEquals(403, link.answer().status());
        }
        assertEquals("x#1", place.post(place.open(), "/echo", "x").text());
    }

    @Test
    void f17RefusesLargeBodiesWhateverTheirCoding() throws IOException {
        place.proxy().faults(Fault.F17.with(100));
        assertEquals(413, place.post(place.open(), "/echo", "x".repeat(101)).status());
        HttpSocket link = place.open();
        link.send(
                new Request("POST", List.of("Host: x", "Transfer-Encoding: chunked"), "65\r\n".getBytes(UTF_8)),
                "/echo");
        link.write(("x".repeat(101) + "\r\n0\r\n\r\n").getBytes(UTF_8));
        assertEquals(413, link.answer().status());
        assertEquals(200, place.post(place.open(), "/echo", "x".repeat(100)).status());
    }

    @Test
    void f18DropsHeadersBothWays() throws IOException {
        place.proxy().faults(Fault.F18);
        HttpSocket link = place.open();
        link.send(
                request("GET")
                        .with("Last-Event-ID", "7")
                        .with("Acp-Session-Id", "s")
                        .with("Other", "o"),
                "/");
        assertFalse(link.answer().has("Acp-Connection-Id"));
        List<String> headers = place.server().heard().get(0).headers();
        assertTrue(headers.contains("other: o"));
        assertTrue(headers.stream().noneMatch(line -> line.matches("(last-event|acp-).*")), headers::toString);
    }

    @Test
    void headersToDropCanBeChosen() throws IOException {
        place.proxy().faults(Fault.dropping(Pattern.compile("cache-.*")));
        HttpSocket link = place.open();
        link.send(request("GET"), "/");
        Response answer = link.answer();
        assertFalse(answer.has("Cache-Control"));
        assertTrue(answer.has("Acp-Connection-Id"));
    }

    @Test
    void f19KnowsNoChunks() throws Exception {
        place.proxy().faults(Fault.F19);
        HttpSocket refused = place.open();
        refused.send(new Request("POST", List.of("Host: x", "Transfer-Encoding: chunked"), new byte[0]), "/");
        assertEquals(411, refused.answer().status());
        HttpSocket link = place.open();
        link.send(request("GET").with("Accept", "text/event-stream"), "/events");
        BlockingQueue<String> stream = place.server().nextStream();
        Response head = link.head();
        assertFalse(head.has("Transfer-Encoding"));
        stream.add("data: 1\n\n");
        assertEquals("data: 1\n\n", read(link.in(), 9));
        PlainServer.end(stream);
        assertEquals(-1, link.in().read());
    }

    @Test
    void f20RefusesPollsThatAreTooMany() throws Exception {
        place.proxy().faults(Fault.F20);
        Response refused = place.post(place.open(), "/acp/poll", "1");
        int passed = 0;
        while (refused.status() == 200) { // at the latest when three came within a second
            passed++;
            refused = place.post(place.open(), "/acp/poll", "1");
        }
        assertTrue(passed >= 2, "fewer than two a second pass");
        assertEquals(429, refused.status());
        assertEquals("1", refused.header("Retry-After"));
        assertEquals(200, place.post(place.open(), "/acp", "no poll").status());
        await().until(() -> place.post(place.open(), "/acp/poll", "4").status() == 200);
    }

    @Test
    void faultsComposeAndGoAgain() throws Exception {
        place.proxy().faults(Fault.F16, Fault.F18, Fault.F13);
        HttpSocket link = place.open();
        link.send(request("POST").with("Acp-Session-Id", "s").json("x"), "/echo");
        assertEquals("x#3", link.answer().text());
        assertTrue(place.server().heard().stream()
                .allMatch(each -> each.headers().stream().noneMatch(line -> line.startsWith("acp-"))));
        place.proxy().faults();
        assertEquals("y#4", place.post(link, "/echo", "y").text());
    }

    @Test
    void whatIsUnderWayKeepsTheFaultsItBeganWith() throws Exception {
        HttpSocket link = place.open();
        InputStream events = place.events(link);
        place.proxy().faults(Fault.F15, Fault.F1);
        BlockingQueue<String> stream = place.server().nextStream();
        stream.add("data: 1\n\n");
        assertEquals("data: 1\n\n", read(events, 9));
    }

    @Test
    void readsFaultsAsPeopleWriteThem() {
        assertEquals(Fault.F8, Fault.of("f8"));
        assertEquals("ends links after 300 ms of silence", Fault.of(" F6:300").sentence());
        assertThrows(IllegalArgumentException.class, () -> Fault.of("F99"));
        assertThrows(IllegalArgumentException.class, () -> Fault.of("F8:1"));
        assertThrows(IllegalArgumentException.class, () -> Fault.of("F6:soon"));
        assertThrows(IllegalArgumentException.class, () -> Fault.of("F6:0"));
    }

    @Test
    void proxyThatCannotHaveAFaultSaysWhy() {
        try (FaultProxy bytes = FaultProxy.to(place.server().address()).start()) {
            IllegalStateException failure = assertThrows(IllegalStateException.class, () -> bytes.faults(Fault.F8));
            assertTrue(failure.getMessage().contains("http()"));
        }
        try (FaultProxy single = FaultProxy.to(place.server().address()).http().start()) {
            assertThrows(IllegalStateException.class, () -> single.faults(Fault.F21));
        }
    }
}
