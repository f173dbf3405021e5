// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.cli.Fairlead;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page while its gateway is killed, which has no time to say so, and started again. */
class KilledGatewayIT {
    private static final Duration TRUTH = Duration.ofSeconds(2).plus(ChatPage.BUSY);

    @TempDir
    private Path folder;

    private final Browser browser = Browser.get();
    private GatewayProcess gateway;

    @AfterEach
    void close() {
        try {
            assertEquals(List.of(), browser.errors(), "errors in the console");
        } finally {
            gateway.close();
        }
    }

    private ChatPage talkingTo(List<String> agent) throws Exception {
        gateway = new GatewayProcess(folder, agent);
        ChatPage page = browser.open(gateway.page());
        page.awaitConnected();
        page.say("hello");
        page.awaitAnswer("You said: hello");
        return page;
    }

    private static List<String> withMemory(Path folder) {
        return Programs.java(RememberingAgent.class, folder.resolve("memory").toString());
    }

    private static List<String> withoutMemory() {
        return Programs.java(Fairlead.class, "demo-agent");
    }

    private void killWhile(ChatPage page, String prompt) {
        page.say(prompt);
        page.awaitText("[20]");
        gateway.kill();
        page.awaitThat("the truth", TRUTH, any -> any.connectionWords().startsWith("Not connected."));
    }

    @Test
    void anAgentWithMemoryGoesOnWhereItWas() throws Exception {
        ChatPage page = talkingTo(withMemory(folder));
        killWhile(page, "count");
        page.say("second");
        page.awaitText("Queued. It goes out once, as soon as it can.");
        page.find("#prompt").sendKeys("half a thought");
        assertTrue(page.text().contains("You said: hello"), "the history is blank");

        gateway.start();

        page.awaitText("The answer was cut off");
        page.awaitAnswer("You said: second");
        assertEquals(1, page.count("You said: second"));
        assertEquals(1, page.count("You said: hello"));
        assertEquals("half a thought", page.find("#prompt").getDomProperty("value"));
        page.awaitThat("quiet", ChatPage.PATIENCE, any -> any.connectionWords().isEmpty());
        browser.picture("killed-and-loaded");
        page.reload();
        page.awaitText("You said: second");
        assertEquals("half a thought", page.find("#prompt").getDomProperty("value"));
    }

    @Test
    void whoReloadsThePageMeanwhileFindsEverythingToo() throws Exception {
        ChatPage page = talkingTo(withMemory(folder));
        page.find("#prompt").sendKeys("half a thought");
        gateway.kill();
        page.awaitThat("the truth", TRUTH, any -> any.connectionWords().startsWith("Not connected."));
        browser.leave();
        gateway.start();

        page = browser.open(gateway.page());

        page.awaitText("You said: hello");
        assertEquals("half a thought", page.find("#prompt").getDomProperty("value"));
        page.find("#prompt").clear();
        page.say("second");
        page.awaitAnswer("You said: second");
        assertEquals(1, page.count("You said: hello"));
    }

    @Test
    void anAgentWithoutMemoryIsSaidToHaveForgottenAndAnotherSessionGoesOn() throws Exception {
        ChatPage page = talkingTo(withoutMemory());
        killWhile(page, "stream 1000 chunks every 20 ms");
        page.say("second");
        page.awaitText("Queued.");
        page.find("#prompt").sendKeys("half a thought");

        gateway.start();

        page.awaitText("The agent has forgotten this session.");
        assertTrue(page.text().contains("You said: hello"), "what was said is gone");
        assertTrue(page.text().contains("The answer was cut off"), page.text());
        assertFalse(page.text().contains("You said: second"), "it went where nobody knows it");
        browser.picture("forgotten");
        assertEquals(List.of(), browser.barriers(), "what keeps people out");
        browser.dark();
        browser.picture("forgotten-dark");
        assertEquals(List.of(), browser.barriers(), "what keeps people out in the dark");
        page.clickButton("Go on in a new session");
        page.awaitAnswer("You said: second");
        assertEquals("half a thought", page.find("#prompt").getDomProperty("value"));
        assertFalse(page.text().contains("You said: hello"), "another session shows it");
        page.awaitThat("quiet", ChatPage.PATIENCE, any -> any.connectionWords().isEmpty());
    }

    @Test
    void whatIsWrittenInAForgottenSessionBeginsAnother() throws Exception {
        ChatPage page = talkingTo(withoutMemory());
        gateway.kill();
        page.awaitThat("the truth", TRUTH, any -> any.connectionWords().startsWith("Not connected."));
        gateway.start();
        page.awaitText("The agent has forgotten this session.");

        page.say("again");

        page.awaitAnswer("You said: again");
        assertFalse(page.text().contains("forgotten"), page.text());
    }
}
