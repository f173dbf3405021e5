// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.testkit.LinkConditions;
import dev.fairlead.testkit.LinkEnd;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page that comes back: from a laptop's sleep, with no event that tells of it, and from where browsers keep pages. */
class AwakeIT {
    private static final Duration AT_ONCE = Duration.ofSeconds(2).plus(ChatPage.BUSY);

    /** What slept is asked for a sign of life, and has 2.5 s; without that, silence is noticed after 40 s. */
    private static final Duration LOOKED_AT = Duration.ofSeconds(5).plus(ChatPage.BUSY);

    /** How long each way takes where a line is slow. */
    private static final Duration SLOW = Duration.ofMillis(400);

    /**
     * What a page sees of a laptop's sleep: the wall clock has jumped by ten minutes, the one that stands still in sleep has not, and no
     * event tells of it, unless the browser froze the page as well.
     */
    private static final String SLEEP = """
            const now = Date.now;
            let slept = 0;
            Date.now = () => now() + slept;
            globalThis.sleep = () => { slept += 10 * 60 * 1000; };
            document.addEventListener('freeze', globalThis.sleep);
            """;

    /** Each pause before another attempt is as long as it may be. */
    private static final String LONG_PAUSES = "Math.random = () => 0.999";

    private static final Pattern COUNTDOWN = Pattern.compile("Attempt \\d+ in (\\d+) s");

    private final Browser browser = Browser.get();
    private final Served served = Served.demo();

    @AfterEach
    void close() {
        try {
            assertEquals(List.of(), browser.errors(), "errors in the console");
        } finally {
            served.close();
        }
    }

    private ChatPage openWith(String script) {
        browser.before(script);
        ChatPage page = browser.open(served.pageBehindProxy());
        page.awaitConnected();
        page.say("hello");
        page.awaitAnswer("You said: hello");
        return page;
    }

    private static String history(ChatPage page) {
        return page.find("#details .history").getText();
    }

    @Test
    void anAnswerThatAFrozenPageSleptThroughIsComplete() {
        ChatPage page = openWith(SLEEP);
        page.say("stream 300 chunks every 20 ms");
        page.awaitText("[10]");
        served.proxy().become(LinkConditions.CLEAR.vanishing());
        browser.freeze(true);
        browser.freeze(false);
        page.awaitThat("the truth", AT_ONCE, any -> !any.connectionWords().isEmpty());
        served.proxy().become(LinkConditions.CLEAR);
        page.awaitChunks(300);
        assertEquals(ChatPage.upTo(300), page.chunks());
        page.awaitThat(
                "quiet again", ChatPage.PATIENCE, any -> any.connectionWords().isEmpty());
    }

    @Test
    void anIdleLinkThatVanishedInSleepIsReplacedBeforeAnybodyAsks() {
        ChatPage page = openWith(SLEEP);
        page.click("#badge");
        served.proxy().blackHole();
        page.script("sleep()");
        page.awaitThat("the loss is seen", LOOKED_AT, any -> history(any).contains("Nothing came for"));
        page.click("#details header button");
        page.awaitConnected();
        page.say("second");
        page.awaitAnswer("You said: second");
        assertEquals(1, page.count("You said: second"));
        assertEquals(1, page.count("You said: hello"));
    }

    @Test
    void aSlowLinkThatOutlivedTheSleepIsKept() {
        ChatPage page = openWith(SLEEP);
        page.say("stream 300 chunks every 20 ms");
        page.awaitText("[10]");
        served.proxy().become(LinkConditions.CLEAR.delayed(SLOW, Duration.ZERO));
        page.script("sleep()");
        page.awaitChunks(300);
        assertEquals(ChatPage.upTo(300), page.chunks());
        page.click("#badge");
        assertEquals("WebSocket works.", history(page).replaceFirst("^\\S+ ", ""));
    }

    @Test
    void aPageThatIsShownAgainDoesNotWaitForItsNextAttempt() {
        ChatPage page = openWith(LONG_PAUSES);
        served.proxy().become(LinkConditions.CLEAR.refusing());
        served.proxy().cut(LinkEnd.RESET);
        page.awaitThat("a long pause", Duration.ofSeconds(60), any -> countdown(any) >= 14);
        served.proxy().become(LinkConditions.CLEAR);
        assertTrue(countdown(page) > AT_ONCE.toSeconds(), page.connectionWords());
        assertEquals("", page.transport());

        page.script("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        page.awaitThat("connected", AT_ONCE, any -> !any.transport().isEmpty());
        page.say("second");
        page.awaitAnswer("You said: second");
    }

    private static int countdown(ChatPage page) {
        Matcher countdown = COUNTDOWN.matcher(page.connectionWords());
        return countdown.find() ? Integer.parseInt(countdown.group(1)) : 0;
    }
}
