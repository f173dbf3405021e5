// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.testkit.LinkConditions;
import dev.fairlead.testkit.LinkEnd;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Makes a picture of each main state, and lets axe look for what keeps people out. */
class LooksIT {
    private final Browser browser = Browser.get();
    private final Served served = Served.demo();

    @AfterEach
    void close() {
        browser.resize(1280, 820);
        served.close();
    }

    private ChatPage open() {
        ChatPage page = browser.open(served.page());
        page.awaitConnected();
        return page;
    }

    private void assertAccessible(String state) {
        browser.picture(state);
        assertEquals(List.of(), browser.barriers(), "what keeps people out, in the state " + state);
    }

    @Test
    void empty() {
        open();
        assertAccessible("empty");
    }

    @Test
    void conversation() {
        ChatPage page = open();
        page.say("tour");
        page.awaitAnswer("Break it, and see.");
        assertAccessible("conversation");
        browser.dark();
        assertAccessible("dark");
        browser.resize(390, 780);
        assertAccessible("narrow");
        assertFits(page);
        browser.resize(360, 640);
        assertAccessible("narrowest");
        assertFits(page);
        for (String part : List.of("#title", "#badge", "#prompt", ".send", "#settings select")) {
            assertEquals(
                    "true",
                    page.script(
                            "const r = document.querySelector('" + part + "').getBoundingClientRect();"
                                    + " return String(r.width > 20 && r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight)"),
                    part + " is out of sight");
        }
    }

    private static void assertFits(ChatPage page) {
        assertEquals(
                "true",
                page.script("const e = document.documentElement;"
                        + " return String(e.scrollWidth <= innerWidth && e.scrollHeight <= innerHeight)"),
                "the page is larger than the window");
    }

    @Test
    void nothingMovesWhereThatIsNotWanted() {
        browser.still();
        ChatPage page = open();
        page.say("stream 1000 chunks every 20 ms");
        page.awaitText("[5]");
        assertEquals("0", page.script("return document.getAnimations().length"));
        page.click(".stop");
        page.awaitAnswer("You stopped the agent.");
    }

    @Test
    void permission() {
        ChatPage page = open();
        page.say("plan then ask permission");
        page.awaitText("The agent asks for your permission");
        assertAccessible("permission");
    }

    @Test
    void reconnecting() {
        ChatPage page = browser.open(served.pageBehindProxy());
        page.awaitConnected();
        page.say("hello");
        page.awaitAnswer("You said: hello");
        served.proxy().become(LinkConditions.CLEAR.refusing());
        served.proxy().cut(LinkEnd.RESET);
        page.awaitThat(
                "the truth", ChatPage.PATIENCE, any -> any.connectionWords().startsWith("Not connected."));
        page.say("second");
        page.awaitText("Queued.");
        assertAccessible("not-connected");
        browser.dark();
        assertAccessible("not-connected-dark");
        browser.resize(390, 780);
        assertAccessible("not-connected-narrow");
        assertFits(page);
        page.awaitThat("still not connected", ChatPage.PATIENCE, any -> any.has("#strip:not([hidden])"));
    }

    @Test
    void details() {
        ChatPage page = open();
        page.click("#badge");
        assertAccessible("details-open");
    }

    @Test
    void theKeyboardIsEnough() {
        ChatPage page = open();
        page.say("ask permission");
        page.awaitText("The agent asks for your permission");
        Keys back = Keys.SHIFT;
        assertEquals("prompt", page.script("return document.activeElement.id"));
        WebElement prompt = page.find("#prompt");
        for (int i = 0; i < 3; i++) {
            browser.driver().switchTo().activeElement().sendKeys(Keys.chord(back, Keys.TAB));
        }
        assertTrue(prompt.isDisplayed());
        assertEquals(
                "Allow once",
                browser.driver().switchTo().activeElement().getText().strip());
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        page.awaitAnswer("You chose: Allow once.");
    }

    @Test
    void tenThousandMessagesAreFast() {
        ChatPage page = open();
        page.say("stream 1 chunk");
        page.awaitChunks(1);
        String millis = page.script("""
                const { MarkdownView } = await import(document.querySelector('script[type=module]').src.replace('main.js', 'markdown.js'));
                const { Transcript } = await import(document.querySelector('script[type=module]').src.replace('main.js', 'transcript.js'));
                const { Conversation } = await import(document.querySelector('script[type=module]').src.replace('main.js', 'conversation.js'));
                const place = document.createElement('div');
                place.innerHTML = '<button class="earlier"></button><div class="items"></div>';
                place.style.cssText = 'height: 500px; overflow: auto';
                document.body.append(place);
                const conversation = new Conversation('many');
                for (let i = 0; i < 5000; i++) {
                  conversation.add('user', { blocks: [{ type: 'text', text: 'question ' + i }], state: 'sent' });
                  conversation.update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: '**answer** ' + i } });
                }
                const begun = performance.now();
                const transcript = new Transcript(place, {}, () => {});
                transcript.show(conversation, []);
                for (let i = 0; i < 100; i++) {
                  conversation.update({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: ' more' } });
                  transcript.show(conversation, []);
                }
                const spent = performance.now() - begun;
                place.remove();
                return String(Math.round(spent));
                """);
        assertTrue(Integer.parseInt(millis) < 10_000, "it took " + millis + " ms");
    }
}
