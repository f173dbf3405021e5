// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent that means harm, or does not know better: what it says is shown, and nothing else happens. */
class HostileAgentIT {
    private final Browser browser = Browser.get();
    private final ScriptedAgent agent = new ScriptedAgent();
    private final Served served = Served.agent(agent);

    @AfterEach
    void close() {
        served.close();
    }

    private ChatPage hears(String answer) {
        agent.answer = answer;
        ChatPage page = browser.open(served.page());
        page.awaitConnected();
        page.say("go on");
        return page;
    }

    private void assertHarmless(ChatPage page) {
        assertEquals("undefined", page.script("return typeof window.harm"));
        assertEquals(List.of(), browser.errors(), "errors in the console, or what the policy had to stop");
        assertEquals(
                List.of(served.page().toString().replaceFirst("/$", "")), browser.origins(), "to whom requests went");
    }

    @Test
    void scriptsInMarkupDoNotRun() {
        ChatPage page = hears("""
                begin <img src=x onerror="window.harm=1"> <script>window.harm=1</script> <svg onload="window.harm=1"></svg>
                <iframe srcdoc="<script>parent.harm=1</script>"></iframe> <a href="javascript:window.harm=1">press</a>
                [press](javascript:window.harm=1) [press](JaVaScRiPt:window.harm=1) [press](data:text/html,<script>window.harm=1</script>)
                <form action="http://evil.example/"><input name="a"><button>press</button></form> <style>body{display:none}</style>
                <div style="position:fixed;inset:0">over</div> <math><mtext></mtext></math> end""");
        page.awaitAnswer("end");
        page.script("document.querySelectorAll('.markdown a').forEach((a) => a.click())");
        assertTrue(page.find(".agent").isDisplayed());
        assertEquals(
                "0",
                page.script(
                        "return document.querySelectorAll('.markdown :is(script, iframe, form, style, svg, [style], [onerror])').length"));
        assertHarmless(page);
    }

    @Test
    void picturesOfOthersAreNotFetched() {
        ChatPage page = hears(
                "begin ![far](http://127.0.0.1:9/far.png) <img src=\"//evil.example/x.png\"> "
                        + "<video src=\"http://evil.example/\"></video> <link rel=stylesheet href=\"http://evil.example/\"> end");
        page.awaitAnswer("end");
        assertHarmless(page);
    }

    @Test
    void aMegabyteOfMarkdownIsShownAndThePageStaysAwake() {
        String line = "- **bold** and [a](#) and `code` and [[[[((((*_*_*_\n";
        String text = "begin\n\n" + line.repeat((1 << 20) / line.length()) + "\n\nend";
        ChatPage page = hears(text);
        page.awaitAnswer("end");
        long begun = System.nanoTime();
        page.script("return document.title");
        assertTrue(System.nanoTime() - begun < ChatPage.BUSY.toNanos(), "the page does not answer");
        assertHarmless(page);
    }

    @Test
    void aMegabyteOfBracketsIsShown() {
        ChatPage page = hears("begin\n\n" + "[".repeat(1 << 20) + "\n\nend");
        page.awaitAnswer("end");
        assertHarmless(page);
    }
}
