// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;

/** A conversation with the demo agent, in a real browser, on a network as it should be. */
class ConversationIT {
    @TempDir
    private Path folder;

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
            page.awaitThat(part, ChatPage.PATIENCE, any -> any.has(part));
        }
        assertFalse(page.has(".thought[open]"), "thoughts are folded");
        page.awaitThat("usage", ChatPage.PATIENCE, any -> any.has(".usage"));
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
        page.awaitThat(
                "the same as before", ChatPage.PATIENCE, any -> any.text().equals(before));
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
        page.find("#settings select[title=Mode]").sendKeys("Ask");
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
        page.script(
                "[...document.querySelectorAll('#sidebar .session')].find((b) => b.textContent.includes('second')).click()");
        page.awaitAnswer("You said: second session");
        assertEquals(1, page.count("You said: second session"));
    }

    @Test
    void anAgentThatCrashesIsSaidAndTheSessionGoesOn() {
        page.say("crash");
        page.awaitText("The agent exited with code 3.");
        page.say("hello again");
        page.awaitAnswer("You said: hello again");
    }

    @Test
    void theAddressSetsTheTransportAndThePageRemembersIt() {
        page = browser.open(served.page().resolve("/?transport=polling"));
        assertEquals("polling", page.awaitConnected());
        page = browser.open(served.page());
        assertEquals("polling", page.awaitConnected());
        page.click("#badge");
        assertTrue(page.has("#details input[value=polling]:checked"));
        page = browser.open(served.page().resolve("/?transport=auto"));
        assertEquals("websocket", page.awaitConnected());
    }

    @Test
    void sendsWhatWasQueuedDuringATurnAfterIt() {
        page.say("stream 200 chunks every 20 ms");
        page.awaitText("[3]");
        page.say("hello");
        page.awaitText("Queued.");
        page.awaitAnswer("You said: hello");
        page.awaitChunks(200);
        assertEquals(ChatPage.upTo(200), page.chunks());
        assertEquals(1, page.count("You said: hello"));
    }

    private Path dot() throws IOException {
        Path picture = folder.resolve("dot.png");
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        return picture;
    }

    private void awaitAttachments(int count) {
        page.awaitThat(
                "the attachments",
                ChatPage.PATIENCE,
                any -> any.script("return document.querySelectorAll('.chip').length")
                        .equals(Integer.toString(count)));
    }

    @Test
    void takesAPictureThatIsPasted() {
        browser.driver()
                .executeCdpCommand(
                        "Browser.grantPermissions",
                        Map.of(
                                "origin",
                                served.page().toString(),
                                "permissions",
                                List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        browser.driver().executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        page.script("""
                const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
                canvas.getContext('2d').fillRect(0, 0, 8, 8);
                const picture = await new Promise((resolve) => canvas.toBlob(resolve));
                await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
                """);
        page.find("#prompt").sendKeys("before ", Keys.chord(Keys.CONTROL, "v"), "after");
        awaitAttachments(1);
        assertEquals("before after", page.find("#prompt").getDomProperty("value"));

        page.find("#prompt").sendKeys(Keys.ENTER);

        page.awaitAnswer("(a picture, image/png, ");
        assertEquals(1, page.count("(a picture, image/png, "));
        assertTrue(page.has(".user img"));
    }

    /** The browser would leave the page for a file that is dropped where nobody takes it. */
    @ParameterizedTest
    @ValueSource(strings = {"#prompt", "#scroller", "#sidebar"})
    void takesFilesThatAreDroppedAnywhere(String where) throws Exception {
        Path picture = dot();
        Path notes = Files.writeString(folder.resolve("notes.txt"), "fair winds");
        drop(where, picture, notes);
        awaitAttachments(2);

        page.say("look and read");

        page.awaitAnswer("(a picture, image/png, " + Files.size(picture) + " bytes)");
        page.awaitText("(the file notes.txt, 10 characters)");
        assertEquals(1, browser.driver().getWindowHandles().size(), "tabs");
    }

    private void drop(String where, Path... files) {
        Rectangle place = page.find(where).getRect();
        Map<String, Object> data = Map.of(
                "items",
                List.of(),
                "files",
                Stream.of(files).map(Path::toString).toList(),
                "dragOperationsMask",
                1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            browser.driver()
                    .executeCdpCommand(
                            "Input.dispatchDragEvent",
                            Map.of("type", type, "x", place.x + place.width / 2, "y", place.y + 5, "data", data));
        }
    }

    @Test
    void takesPicturesSoundsAndFilesAlong() throws Exception {
        Path picture = dot();
        Path sound = folder.resolve("beep.wav");
        byte[] samples = new byte[800];
        AudioSystem.write(
                new AudioInputStream(
                        new ByteArrayInputStream(samples), new AudioFormat(8000, 8, 1, false, false), samples.length),
                AudioFileFormat.Type.WAVE,
                sound.toFile());
        Path notes = Files.writeString(folder.resolve("notes.txt"), "fair winds");
        page.find("input[type=file]").sendKeys(picture + "\n" + sound + "\n" + notes);
        awaitAttachments(3);
        browser.picture("attachments");

        page.say("look, listen and read");

        page.awaitAnswer("(a picture, image/png, " + Files.size(picture) + " bytes)");
        page.awaitText("(a sound, audio/wav, " + Files.size(sound) + " bytes)");
        page.awaitText("(the file notes.txt, 10 characters)");
        assertTrue(page.has(".user img"));
        assertTrue(page.has(".user audio"));
        page.awaitThat(
                "the picture and the sound",
                ChatPage.PATIENCE,
                any -> any.script("return String(document.querySelector('.user img').naturalWidth === 8"
                                + " && document.querySelector('.user audio').duration > 0)")
                        .equals("true"));
    }

    @Test
    void changesOptionsWhichAReloadRemembers() {
        page.say("hello");
        page.awaitAnswer("You said: hello");
        page.find("#settings select[title=Model]").sendKeys("Shout");
        page.click("#settings input[type=checkbox]");
        page.awaitThat("the switch", ChatPage.PATIENCE, any -> any.has("#settings input:checked"));
        page.say("ahoy");
        page.awaitAnswer("YOU SAID: AHOY");
        assertTrue(page.has(".thought"), "it did not think first");
        page.reload();
        page.awaitText("YOU SAID: AHOY");
        page.awaitThat("the switch", ChatPage.PATIENCE, any -> any.has("#settings input:checked"));
        assertEquals("shout", page.find("#settings select[title=Model]").getDomProperty("value"));
    }

    @Test
    void copiesAPieceOfCode() {
        page.say("tour");
        page.awaitAnswer("Break it, and see.");
        page.click(".piece button"); // a script may copy for five seconds after the user did something, and no longer
        page.awaitThat(
                "it says so",
                ChatPage.PATIENCE,
                any -> any.find(".piece button").getDomProperty("textContent").equals("Copied"));
    }

    @Test
    void aListIsShownAsOneOnASlowMachineToo() {
        String points = page.script("""
                const main = document.querySelector('script[type=module]').src;
                const { MarkdownView } = await import(main.replace('main.js', 'markdown.js'));
                const place = document.createElement('div');
                const now = performance.now;
                let late = 0;
                performance.now = () => now.call(performance) + (late += 100);
                const view = new MarkdownView(place);
                view.show('1. first\\n2. second\\n');
                late += 10_000;
                view.show('1. first\\n2. second\\n\\nend');
                performance.now = now;
                return String(place.querySelectorAll('li').length);
                """);
        assertEquals("2", points);
    }
}
