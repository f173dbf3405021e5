// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The chat page as its user sees it, in one tab. Each method goes to that tab first. */
final class ChatPage {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a busy machine may add to a time that people are promised; a silence that nobody noticed would add more. */
    static final Duration BUSY = Duration.ofSeconds(5);

    private static final Pattern CHUNK = Pattern.compile("\\[(\\d+)]");

    private final Browser browser;
    private final String tab;

    ChatPage(Browser browser, String tab) {
        this.browser = browser;
        this.tab = tab;
    }

    /** Writes a prompt and sends it. */
    ChatPage say(String prompt) {
        WebElement input = find("#prompt");
        input.sendKeys(prompt.replace("\n", Keys.chord(Keys.SHIFT, Keys.ENTER)));
        input.sendKeys(Keys.ESCAPE, Keys.ENTER);
        return this;
    }

    /** Waits until the page is connected, and returns by which transport. */
    String awaitConnected() {
        awaitThat("connected", PATIENCE, page -> !page.transport().isEmpty());
        return transport();
    }

    /** Waits until something holds for the page. */
    void awaitThat(String what, Duration patience, Predicate<ChatPage> condition) {
        await(what)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .pollDelay(Duration.ZERO)
                .until(() -> condition.test(this));
    }

    /** Waits until the conversation has that text. */
    void awaitText(String text) {
        awaitThat("'" + text + "'", PATIENCE, page -> page.text().contains(text));
    }

    /** Waits until no turn is under way, after that text has come. */
    void awaitAnswer(String text) {
        awaitText(text);
        awaitThat("the end of the turn", PATIENCE, page -> !page.isWorking());
    }

    /** Waits until the agent has answered with all chunks from 1 to that number. */
    void awaitChunks(int count) {
        awaitThat(
                "chunk " + count, Duration.ofSeconds(60), page -> page.chunks().contains(count));
        awaitThat("the end of the turn", PATIENCE, page -> !page.isWorking());
    }

    /** Returns the numbers of the chunks in the order in which they stand there. */
    List<Integer> chunks() {
        return CHUNK.matcher(
                        script(
                                "return [...document.querySelectorAll('.agent .markdown')].map((e) => e.textContent).join('\\n')"))
                .results()
                .map(result -> Integer.valueOf(result.group(1)))
                .toList();
    }

    static List<Integer> upTo(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    /** Returns the conversation as text. */
    String text() {
        return script("return document.querySelector('.items').textContent.replace(/\\s+/g, ' ')");
    }

    /** Returns how often some text stands in the conversation. */
    int count(String text) {
        return text().split(Pattern.quote(text), -1).length - 1;
    }

    boolean isWorking() {
        return !Boolean.parseBoolean(script("return String(document.querySelector('#working').hidden)"));
    }

    /** Returns by what the page says it is connected, or nothing. */
    String transport() {
        return script("const b = document.querySelector('#badge'); return b ? b.dataset.transport ?? '' : ''");
    }

    /** Returns what the page says of its connection in words, and nothing when all is well. */
    String connectionWords() {
        return script(
                        "const s = document.querySelector('#strip'); return s.hidden ? '' : s.querySelector('.said').textContent")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Returns the words and the title of the badge. */
    String badge() {
        return script(
                "const b = document.querySelector('#badge'); return b.dataset.state + ' ' + b.textContent.trim() + ' ' + b.title");
    }

    void click(String selector) {
        find(selector).click();
    }

    /** Clicks the button with those words. */
    void clickButton(String words) {
        Object found = at().driver()
                .executeScript(
                        "const button = [...document.querySelectorAll('button')].find((b) => b.checkVisibility()"
                                + " && b.innerText.trim() === arguments[0]); button?.click(); return Boolean(button)",
                        words);
        if (!Boolean.TRUE.equals(found)) {
            throw new AssertionError("There is no button '" + words + "'.");
        }
    }

    boolean has(String selector) {
        return !at().driver().findElements(By.cssSelector(selector)).isEmpty();
    }

    WebElement find(String selector) {
        return at().driver().findElement(By.cssSelector(selector));
    }

    void reload() {
        at().driver().navigate().refresh();
    }

    /** Runs a script in the tab and returns its result as text. */
    String script(String script) {
        return String.valueOf(at().driver().executeScript(script));
    }

    private Browser at() {
        if (!browser.driver().getWindowHandle().equals(tab)) {
            browser.driver().switchTo().window(tab);
        }
        return browser;
    }
}
