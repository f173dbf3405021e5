// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.FaultyPlace.SILENCE;
import static dev.fairlead.testkit.FaultyPlace.request;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults that end, delay and split links, seen from a client that speaks HTTP/1.1 on a bare socket. */
class LinkFaultTest {
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
    void f4ResetsAStreamInTheMiddleAndLeavesSizedAnswersAlone() throws Exception {
        place.proxy().faults(Fault.F4.with(50));
        HttpSocket kept = place.open();
        place.post(kept, "/echo", "x");
        InputStream events = place.events(place.open());
        assertThrows(IOException.class, events::read);
        assertEquals("y#3", place.post(kept, "/echo", "y").text());
        assertEquals(1, place.proxy().log().count(LinkEvent.Kind.RESET));
    }

    @Test
    void f6EndsWhatIsSilent() throws Exception {
        InputStream events = place.events(place.open());
        place.proxy().faults(Fault.F6.with(100));
        assertThrows(EOFException.class, events::read);
    }

    @Test
    void f6LeavesAloneWhatIsNot() throws Exception {
        StoppedClock clock = new StoppedClock();
        try (FaultyPlace timed = new FaultyPlace(clock)) {
            timed.proxy().faults(Fault.F6.with(400));
            InputStream events = timed.events(timed.open());
            BlockingQueue<String> stream = timed.server().nextStream();
            for (int i = 0; i < 4; i++) {
                clock.pass(timed.proxy(), Duration.ofMillis(300));
                stream.add(".");
                assertEquals('.', events.read());
            }
            assertEquals(0, timed.proxy().log().count(LinkEvent.Kind.CUT));
        }
    }

    @Test
    void f7EndsWhatIsOldInBothWays() throws Exception {
        InputStream one = place.events(place.open());
        BlockingQueue<String> streamOfOne = place.server().nextStream();
        InputStream other = place.events(place.open());
        BlockingQueue<String> streamOfOther = place.server().nextStream();
        place.proxy().faults(Fault.F7.with(100));
        assertThrows(IOException.class, () -> readForEver(one, streamOfOne));
        assertThrows(IOException.class, () -> readForEver(other, streamOfOther));
        assertEquals(1, place.proxy().log().count(LinkEvent.Kind.CUT));
        assertEquals(1, place.proxy().log().count(LinkEvent.Kind.RESET));
    }

    private static void readForEver(InputStream events, BlockingQueue<String> stream) throws IOException {
        while (true) {
            stream.add(".");
            assertEquals('.', events.read());
        }
    }

    @Test
    void f12MakesLinksHalfOpen() throws Exception {
        HttpSocket link = place.open();
        place.post(link, "/echo", "x");
        place.proxy().faults(Fault.F12.with(100));
        await().until(() -> place.proxy().log().count(LinkEvent.Kind.VANISHED) == 1);
        link.patience(SILENCE);
        link.send(request("POST").json("y"), "/echo");
        assertThrows(SocketTimeoutException.class, link::head);
        assertEquals(1, place.server().heard().size());
    }

    @Test
    void f21LeadsRequestsToTheTargetsInTurn() throws IOException {
        place.proxy().faults(Fault.F21);
        for (int i = 0; i < 4; i++) {
            assertEquals("close", place.post(place.open(), "/echo", "x").header("Connection"));
        }
        assertEquals(2, place.server().heard().size());
        assertEquals(2, place.other().heard().size());
        place.proxy().faults();
        place.post(place.open(), "/echo", "x");
        place.post(place.open(), "/echo", "x");
        assertEquals(4, place.server().heard().size());
    }

    @Test
    void f23SplitsBytesAnywhereAndF25DelaysThem() throws IOException {
        place.proxy().faults(Fault.F23, Fault.F25.with(60));
        long start = System.nanoTime();
        assertEquals(
                "ä".repeat(100) + "#1",
                place.post(place.open(), "/echo", "ä".repeat(100)).text());
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(120).toNanos());
    }

    @Test
    void f26RestartsAgainAndAgain() throws Exception {
        InputStream events = place.events(place.open());
        place.proxy().faults(Fault.F26.with(50));
        assertThrows(IOException.class, events::read);
        await().until(() -> place.proxy().log().count(LinkEvent.Kind.CUT) > 0);
        await().ignoreExceptions()
                .until(() -> place.post(place.open(), "/echo", "x").status() == 200);
        place.proxy().faults();
        HttpSocket link = place.open();
        link.send(request("GET").with("Accept", "text/event-stream"), "/events");
        Response head = link.head();
        link.patience(SILENCE);
        assertThrows(SocketTimeoutException.class, link.body(head)::read);
    }

    @Test
    void f27EndsLinksAgainAndAgain() throws Exception {
        place.proxy().faults(Fault.F27.with(20));
        for (int i = 0; i < 3; i++) {
            assertThrows(IOException.class, () -> {
                HttpSocket link = place.open();
                while (true) {
                    place.post(link, "/echo", "x");
                }
            });
        }
    }
}
