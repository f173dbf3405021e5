// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.testkit.Fault;
import dev.fairlead.testkit.LinkConditions;
import dev.fairlead.testkit.LinkEnd;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page behind what networks do (faults.md): it works, and what it says of its connection is true. */
class FaultsIT {
    /** The first words of an answer come within so much of the prompt, whatever the network does. */
    private static final Duration FIRST_WORDS = Duration.ofSeconds(3).plus(ChatPage.BUSY);

    /** What is said of the connection is true within so much time. */
    private static final Duration TRUTH = Duration.ofSeconds(2).plus(ChatPage.BUSY);

    @TempDir
    private Path folder;

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

    private ChatPage behind(Fault... faults) {
        served.proxy().faults(faults);
        return browser.open(served.pageBehindProxy());
    }

    private static void firstWordsInTime(ChatPage page) {
        page.say("hello there");
        page.awaitThat("first words in time", FIRST_WORDS, any -> any.text().contains("You said:"));
        page.awaitAnswer("hello there");
        page.say("stream 60 chunks every 5 ms");
        page.awaitChunks(60);
        assertEquals(ChatPage.upTo(60), page.chunks());
    }

    @Test
    void f1HeldStreamsWithoutWebSocketLeaveLongPolling() {
        ChatPage page = behind(Fault.F1, Fault.F8);
        firstWordsInTime(page);
        assertEquals("polling", page.transport());
        assertTrue(page.badge().contains("Long polling"), page.badge());
        browser.picture("polling");
        page.click("#badge");
        assertTrue(
                page.find("#details").getText().contains("WebSocket"),
                page.find("#details").getText());
        browser.picture("details");
    }

    @Test
    void f8StrippedUpgradesLeaveAnEventStream() {
        ChatPage page = behind(Fault.F8);
        firstWordsInTime(page);
        assertEquals("sse", page.transport());
        assertTrue(page.badge().contains("WebSocket cannot be opened."), page.badge());
    }

    @Test
    void f9RefusedWebSocketsLeaveAnEventStream() {
        ChatPage page = behind(Fault.F9);
        firstWordsInTime(page);
        assertEquals("sse", page.transport());
    }

    @Test
    void f10SilentWebSocketsLeaveAnEventStream() {
        ChatPage page = behind(Fault.F10);
        firstWordsInTime(page);
        assertEquals("sse", page.transport());
        assertTrue(page.badge().contains("nothing comes through"), page.badge());
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "sse", "polling"})
    void f12HalfOpenLinksAreSeenAndReplaced(String transport) {
        ChatPage page = browser.open(URI.create(served.pageBehindProxy() + "?transport=" + transport));
        assertEquals(transport, page.awaitConnected());
        page.say("stream 200 chunks every 20 ms");
        page.awaitText("[20]");
        served.proxy().become(LinkConditions.CLEAR.vanishing());
        page.awaitThat("the truth", TRUTH, any -> any.connectionWords().contains("Nothing has come for"));
        served.proxy().become(LinkConditions.CLEAR);
        page.awaitChunks(200);
        assertEquals(ChatPage.upTo(200), page.chunks());
        page.awaitThat(
                "quiet again", ChatPage.PATIENCE, any -> any.connectionWords().isEmpty());
    }

    @Test
    void f15BlockPagesLeaveLongPolling() {
        ChatPage page = behind(Fault.F15, Fault.F8);
        firstWordsInTime(page);
        assertEquals("polling", page.transport());
    }

    @Test
    void f18DroppedHeadersLeaveWhatNeedsNone() {
        ChatPage page = behind(Fault.F18, Fault.F8);
        firstWordsInTime(page);
        assertEquals("polling", page.transport());
    }

    @Test
    void aCutIsSaidInTimeAndWhatIsWrittenMeanwhileGoesOutOnce() {
        ChatPage page = behind();
        page.awaitConnected();
        page.say("first");
        page.awaitAnswer("You said: first");
        served.proxy().become(LinkConditions.CLEAR.refusing());
        served.proxy().cut(LinkEnd.RESET);
        page.awaitThat("the truth", TRUTH, any -> any.connectionWords().startsWith("Not connected."));

        page.say("second");

        page.awaitText("Queued. It goes out once, as soon as it can.");
        assertTrue(page.text().contains("You said: first"), "the history is blank");
        page.awaitThat("the count", TRUTH, any -> any.connectionWords().contains("One message waits"));
        browser.picture("reconnecting");
        served.proxy().become(LinkConditions.CLEAR);
        page.script(
                "[...document.querySelectorAll('#strip button')].find((b) => b.textContent === 'Retry now')?.click()");
        page.awaitAnswer("You said: second");
        assertEquals(1, page.count("You said: second"));
        page.awaitThat(
                "quiet again", ChatPage.PATIENCE, any -> any.connectionWords().isEmpty());
    }

    @Test
    void anAnswerGivenWhileTheLinkIsGoneGoesOutOnce() {
        ChatPage page = behind();
        page.awaitConnected();
        page.say("ask permission");
        page.awaitText("The agent asks for your permission");
        served.proxy().become(LinkConditions.CLEAR.refusing());
        served.proxy().cut(LinkEnd.RESET);
        page.awaitThat(
                "the truth",
                TRUTH,
                any -> any.connectionWords().matches("Not connected\\. .+ Attempt \\d+ (?:in \\d+ s|now)\\..*"));

        page.clickButton("Allow once");
        page.awaitThat("no more questions", ChatPage.PATIENCE, any -> !any.has(".choices"));
        served.proxy().become(LinkConditions.CLEAR);

        page.awaitAnswer("You chose: Allow once.");
        assertEquals(1, page.count("You chose: Allow once."));
        page.click("#badge");
        page.clickButton("Copy for the network team");
        page.awaitThat(
                "the copy",
                ChatPage.PATIENCE,
                any -> any.find(".copy").getText().equals("Copied"));
    }

    @Test
    void somethingLargeOnASlowWayUpIsNotTakenForADeadLink() throws Exception {
        ChatPage page = behind();
        page.awaitConnected();
        page.say("hello");
        page.awaitAnswer("You said: hello");
        Path file = Files.write(folder.resolve("large.bin"), new byte[6 << 20]);
        page.find("input[type=file]").sendKeys(file.toString());
        page.awaitThat("the attachment", ChatPage.PATIENCE, any -> any.has(".chip"));
        served.proxy().become(LinkConditions.CLEAR.stalling());
        page.say("read");
        page.awaitThat(
                "the doubt",
                ChatPage.PATIENCE,
                any -> any.connectionWords().matches("Nothing has come for (?:[5-9]|\\d\\d) s\\b.*"));
        served.proxy().become(LinkConditions.CLEAR);
        page.awaitAnswer("(the file large.bin, " + (6 << 20));
        page.click("#badge");
        assertEquals(
                "WebSocket works.", page.find("#details .history").getText().replaceFirst("^\\S+ ", ""));
    }

    @Test
    void movesUpWhenABetterTransportWorksAgain() {
        ChatPage page = behind(Fault.F8);
        page.awaitConnected();
        assertEquals("sse", page.transport());
        page.say("stream 400 chunks every 20 ms");
        page.awaitText("[10]");
        served.proxy().faults();
        page.script("window.dispatchEvent(new Event('online'))");
        page.awaitThat("WebSocket", ChatPage.PATIENCE, any -> any.transport().equals("websocket"));
        assertTrue(page.isWorking(), "the turn was over before");
        page.awaitChunks(400);
        assertEquals(ChatPage.upTo(400), page.chunks());
    }

    @Test
    void aMoveByHandLosesNothing() {
        ChatPage page = behind();
        page.awaitConnected();
        page.say("stream 400 chunks every 20 ms");
        for (String transport : List.of("polling", "sse", "websocket", "auto")) {
            page.click("#badge");
            page.click("#details input[value=" + transport + "]");
            page.click("#details header button");
            String expected = transport.equals("auto") ? "websocket" : transport;
            page.awaitThat(transport, ChatPage.PATIENCE, any -> any.transport().equals(expected));
        }
        page.awaitChunks(400);
        assertEquals(ChatPage.upTo(400), page.chunks());
    }

    @Test
    void aRestartedGatewayIsSaidAndNothingIsSentAgain() {
        ChatPage page = behind();
        page.awaitConnected();
        page.say("stream 1000 chunks every 20 ms");
        page.awaitText("[20]");
        served.proxy().cut(LinkEnd.RESET);
        served.stopGateway();
        page.awaitThat("the truth", TRUTH, any -> any.connectionWords().startsWith("Not connected."));
        served.startGateway();
        page.awaitText("The answer was cut off");
        page.awaitThat("the session is loaded", ChatPage.PATIENCE, any -> !any.isWorking());
        assertEquals(1, page.count("stream 1000 chunks every 20 ms"));
        page.say("hello again");
        page.awaitAnswer("You said: hello again");
        browser.picture("restarted");
    }

    @Test
    void aPageThatSleptWhileItsLinksVanishedWakesUpAndGoesOn() {
        ChatPage page = behind();
        page.awaitConnected();
        page.say("stream 150 chunks every 20 ms");
        page.awaitText("[10]");
        browser.freeze(true);
        served.proxy().blackHole();
        CompletableFuture<Void> morning = new CompletableFuture<>();
        served.proxy().after(Duration.ofSeconds(7), () -> morning.complete(null));
        morning.join();
        browser.freeze(false);
        page.awaitChunks(150);
        assertEquals(ChatPage.upTo(150), page.chunks());
    }

    @Test
    void aTokenIsEnteredByTheTicketOnceAndByHand() throws Exception {
        Path file = Files.createTempFile("fairlead", ".token");
        Files.writeString(file, "correct-horse-battery");
        try (Served guarded = Served.demo(Map.of("token-file", file.toString()))) {
            ChatPage page = browser.open(guarded.page().resolve("/"));
            page.awaitThat(
                    "the refusal",
                    ChatPage.PATIENCE,
                    any -> any.connectionWords().contains("wants a token"));
            page.find("#strip input").sendKeys("correct-horse-battery", Keys.ENTER);
            page.awaitConnected();

            browser.driver().manage().deleteAllCookies();
            page = browser.open(guarded.page());
            page.awaitConnected();
            assertEquals(
                    guarded.page().resolve("/").toString(), browser.driver().getCurrentUrl());
            firstWordsInTime(page);
        } finally {
            Files.delete(file);
        }
    }
}
