// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** A conversation with the demo agent, in a real browser, on a network as it should be. */
class ConversationIT {
    private Served served;
    private Browser browser;
    private ChatPage page;

    @BeforeEach
    void open() {
        browser = Browser.get();
        served = Served.demo();
        page = browser.open(served.page());
        page.awaitConnected();
    }

    @AfterEach
    void close() {
        try {
            assertEquals(List.of(), browser.errors(), "errors in the console");
            String own = served.page().toString().replaceFirst("/$", "");
            assertEquals(List.of(own), browser.origins(), "to whom requests went");
        } finally {
            served.close();
        }
    }

    @Test
    void isQuietWhenAllIsWell() {
        assertEquals("websocket", page.transport());
        assertEquals("", page.connectionWords());
        assertTrue(page.badge().contains("well"), page.badge());
        assertTrue(page.text().isBlank());
    }

    @Test
    void streamsAnAnswer() {
        page.say("stream 300 chunks every 2 ms");
        page.awaitChunks(300);
        assertEquals(ChatPage.upTo(300), page.chunks());
        assertEquals("stream 300 chunks every 2 ms", page.find("#title").getText());
    }

    @Test
    void sendsSeveralLines() {
        page.say("one\ntwo");
        page.awaitAnswer("You said: one two");
        assertTrue(page.find(".user .text").getText().contains("one\ntwo"));
    }

    @Test
    void showsThoughtPlanToolCallDiffAndMarkdown() {
        page.say("tour");
        page.awaitAnswer("Break it, and see.");
        for (String part : List.of(
                ".thought summary",
                ".plan li.check",
                ".tool .mark.done",
                ".diff .added",
                ".markdown table",
                ".markdown .hljs-type")) {
            assertTrue(page.has(part), part);
        }
        assertFalse(page.has(".thought[open]"), "thoughts are folded");
        assertTrue(page.has(".usage"), "usage");
    }

    @Test
    void asksForPermissionOnceOverAReload() {
        page.say("ask permission");
        page.awaitText("The agent asks for your permission");
        page.reload();
        page.awaitText("The agent asks for your permission");
        assertTrue(page.isWorking());

        page.clickButton("Allow once");

        page.awaitAnswer("You chose: Allow once.");
        page.reload();
        page.awaitText("You chose: Allow once.");
        assertFalse(page.has(".choices"), "it asks again");
        assertEquals(1, page.count("You chose: Allow once."));
    }

    @Test
    void stopsTheAgent() {
        page.say("stream 100000 chunks every 10 ms");
        page.awaitText("[5]");
        page.click(".stop");
        page.awaitAnswer("You stopped the agent.");
    }

    @Test
    void showsWhatTheAgentFailsWith() {
        page.say("fail");
        page.awaitAnswer("The demo agent failed, as the prompt asked.");
    }

    @Test
    void showsTheSameAfterAReload() {
        page.say("tour");
        page.awaitAnswer("Break it, and see.");
        String before = page.text();
        page.reload();
        page.awaitAnswer("Break it, and see.");
        assertEquals(before, page.text());
    }

    @Test
    void keepsADraftOverAReload() {
        page.find("#prompt").sendKeys("not yet");
        page.reload();
        page.awaitConnected();
        assertEquals("not yet", page.find("#prompt").getDomProperty("value"));
    }

    @Test
    void offersCommandsAfterASlash() {
        page.say("hello");
        page.awaitAnswer("You said: hello");
        page.find("#prompt").sendKeys("/thi", Keys.ENTER, Keys.ENTER);
        page.awaitThat("the thought", ChatPage.PATIENCE, any -> any.has(".thought"));
    }

    @Test
    void changesTheMode() {
        page.say("hello");
        page.awaitAnswer("You said: hello");
        page.find("#settings select").sendKeys("Ask");
        page.say("tool call");
        page.awaitText("The agent asks for your permission");
        page.clickButton("Reject");
        page.awaitAnswer("You chose: Reject.");
    }

    @Test
    void goesBackToAnEarlierSession() {
        page.say("first session");
        page.awaitAnswer("You said: first session");
        page.clickButton("New session");
        page.awaitThat("an empty page", ChatPage.PATIENCE, any -> any.text().isBlank());
        page.say("second session");
        page.awaitAnswer("You said: second session");
        page.script(
                "[...document.querySelectorAll('#sidebar .session')].find((b) => b.textContent.includes('first')).click()");
        page.awaitAnswer("You said: first session");
        page.script(
                "[...document.querySelectorAll('#sidebar li')].find((b) => b.textContent.includes('second')).querySelector('.close').click()");
        page.awaitThat(
                "one that can be loaded",
                ChatPage.PATIENCE,
                any -> any.script("return document.querySelectorAll('#sidebar .close').length")
                        .equals("1"));
    }

    @Test
    void sendsWhatWasQueuedDuringATurnAfterIt() {
        page.say("stream 200 chunks every 20 ms");
        page.awaitText("[3]");
        page.say("hello");
        page.awaitText("Queued.");
        page.awaitAnswer("You said: hello");
        assertEquals(ChatPage.upTo(200), page.chunks());
        assertEquals(1, page.count("You said: hello"));
    }

    @Test
    void takesAPictureAlong() throws Exception {
        java.nio.file.Path picture = java.nio.file.Path.of("target", "dot.png").toAbsolutePath();
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB),
                "png",
                picture.toFile());
        page.find("input[type=file]").sendKeys(picture.toString());
        page.awaitThat("the attachment", ChatPage.PATIENCE, any -> any.has(".chip"));
        page.say("see");
        page.awaitAnswer("(something of the type image)");
        assertTrue(page.has(".user img"));
    }
}
