// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.FaultyPlace.read;
import static dev.fairlead.testkit.FaultyPlace.readAll;
import static dev.fairlead.testkit.FaultyPlace.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a proxy does when nothing is wrong, seen from a client that speaks HTTP/1.1 on a bare socket. */
class HttpLinkTest {
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
    void passesExchangesOnAKeptLinkUnchanged() throws IOException {
        HttpSocket link = place.open();
        assertEquals("one#1", place.post(link, "/echo", "one").text());
        assertEquals("two#2", place.post(link, "/echo", "two").text());
        assertEquals(1, place.proxy().log().count(LinkEvent.Kind.MADE));
    }

    @Test
    void passesAStreamAsItComes() throws Exception {
        HttpSocket link = place.open();
        InputStream events = place.events(link);
        BlockingQueue<String> stream = place.server().nextStream();
        stream.add("data: 1\n\n");
        assertEquals("data: 1\n\n", read(events, 9));
        stream.add("data: 2\n\n");
        PlainServer.end(stream);
        assertEquals("data: 2\n\n", readAll(events));
        assertEquals("after#2", place.post(link, "/echo", "after").text());
    }

    @Test
    void passesRequestsThatComeTogetherOneAfterTheOther() throws IOException {
        HttpSocket link = place.open();
        link.write("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
        assertEquals("#1", link.answer().text());
        assertEquals("#2", link.answer().text());
    }

    @Test
    void passesAChunkedRequestThatComesByteByByte() throws IOException {
        HttpSocket link = place.open();
        String request = String.join(
                "\r\n",
                List.of(
                        "POST /echo HTTP/1.1",
                        "Host: x",
                        "Transfer-Encoding: chunked",
                        "",
                        "3;x=y",
                        "abc",
                        "2",
                        "de",
                        "0",
                        "Trailer: t",
                        "",
                        ""));
        for (byte each : request.getBytes(UTF_8)) {
            link.write(new byte[] {each});
        }
        assertEquals("abcde#1", link.answer().text());
    }

    @Test
    void answerWithoutABodyEndsAtItsHead() throws IOException {
        HttpSocket link = place.open();
        link.send(request("HEAD"), "/echo");
        assertEquals(200, link.head().status());
        assertEquals("x#2", place.post(link, "/echo", "x").text());
    }

    @Test
    void offerOfAnotherProtocolThanWebSocketIsNotPassedOn() throws IOException {
        HttpSocket link = place.open();
        link.send(
                request("GET")
                        .with("Connection", "Upgrade, HTTP2-Settings")
                        .with("Upgrade", "h2c")
                        .with("HTTP2-Settings", "AA"),
                "/");
        link.answer();
        assertTrue(
                place.server().heard().get(0).headers().stream().noneMatch(line -> line.matches("(upgrade|http2).*")));
    }

    @Test
    void abandonedStreamIsAbandonedToTheTargetToo() throws Exception {
        HttpSocket link = place.open();
        InputStream events = place.events(link);
        BlockingQueue<String> stream = place.server().nextStream();
        stream.add("data: 1\n\n");
        read(events, 9);
        link.close();
        await().until(() -> place.proxy().log().count(LinkEvent.Kind.CUT) == 1);
    }
}
