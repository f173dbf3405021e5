// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.testkit.LinkConditions;
import dev.fairlead.testkit.LinkEnd;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Turn survival in the page: 100 chunks in 2 s, the link is gone at 0.5 s and back at 1.0 s; all arrive, in order, once. */
class SurvivalIT {
    private final Browser browser = Browser.get();
    private final Served served = Served.demo();

    @AfterEach
    void close() {
        served.close();
    }

    @ParameterizedTest
    @CsvSource({
        "websocket, cut",
        "sse, cut",
        "polling, cut",
        "websocket, half-open",
        "sse, half-open",
        "polling, half-open",
    })
    void allChunksArriveInOrderOnce(String transport, String fault) {
        ChatPage page = browser.open(URI.create(served.pageBehindProxy() + "?transport=" + transport));
        assertEquals(transport, page.awaitConnected());
        page.say("stream 100 chunks every 20 ms");
        page.awaitText("[1]");
        served.proxy().after(Duration.ofMillis(500), () -> {
            if (fault.equals("cut")) {
                served.proxy().become(LinkConditions.CLEAR.refusing());
                served.proxy().cut(LinkEnd.RESET);
            } else {
                served.proxy().become(LinkConditions.CLEAR.vanishing());
            }
        });
        served.proxy().after(Duration.ofSeconds(1), () -> served.proxy().become(LinkConditions.CLEAR));
        page.awaitChunks(100);
        assertEquals(ChatPage.upTo(100), page.chunks());
        page.awaitThat(transport, ChatPage.PATIENCE, any -> any.transport().equals(transport));
        page.awaitThat(
                "quiet again", ChatPage.PATIENCE, any -> any.connectionWords().isEmpty());
    }
}
