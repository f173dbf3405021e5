// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.fairlead.cli.PromptStep.Crash;
import dev.fairlead.cli.PromptStep.Fail;
import dev.fairlead.cli.PromptStep.Plan;
import dev.fairlead.cli.PromptStep.Say;
import dev.fairlead.cli.PromptStep.Stream;
import dev.fairlead.cli.PromptStep.Think;
import dev.fairlead.cli.PromptStep.ToolCall;
import dev.fairlead.runtime.json.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptScriptTest {
    @ParameterizedTest
    @CsvSource({
        "stream 100 chunks every 20 ms of 200 bytes, 100, 20, 200",
        "Stream 1 Chunk Every 5ms Of 1 Byte, 1, 5, 1",
        "'  stream   7  chunks ', 7, 0, 20",
        "stream 7 chunks of 9 bytes, 7, 0, 9",
        "stream 7 chunks every 60000 ms, 7, 60000, 20",
        "/stream 1000000 chunks, 1000000, 0, 20"
    })
    void readsAStream(String prompt, int count, int millis, int bytes) {
        assertEquals(List.of(new Stream(count, Duration.ofMillis(millis), bytes)), PromptScript.steps(prompt));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream 0 chunks",
                "stream 1000001 chunks",
                "stream 1 chunk every 60001 ms",
                "stream 1 chunk of 9000000 bytes"
            })
    void saysWhatAStreamMayBe(String prompt) {
        assertEquals(
                List.of(new Say("I stream 1 to 1000000 chunks, at most 60000 ms apart, of at most 8388608 bytes.")),
                PromptScript.steps(prompt));
    }

    @Test
    void readsEveryKindOfStep() {
        assertEquals(
                List.of(new ToolCall(true), new ToolCall(false), new Plan(), new Think(), new Fail(), new Crash()),
                PromptScript.steps("ask permission; Tool  Call\nplan\r\n\nTHINK THEN fail then /crash;"));
    }

    @Test
    void readsManyBlanksAsFastAsOtherText() {
        String blanks = " ".repeat(3 << 19);
        List<PromptStep> steps = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> PromptScript.steps("a" + blanks + "then" + blanks + "think" + blanks + "a"));
        assertEquals(1, steps.size());
        assertEquals(
                List.of(new Say("You said: a"), new Think()),
                PromptScript.steps("a" + blanks + "then" + blanks + "think" + blanks));
    }

    @Test
    void readsEveryCommandThatItOffers() {
        PromptScript.commands().forEach(command -> {
            String hint = Json.text(command, "input", "hint");
            String prompt = "/" + command.get("name") + (hint == null ? "" : " " + hint);

            PromptStep step = PromptScript.steps(prompt).get(0);

            assertEquals(false, step instanceof Say, prompt);
        });
    }

    @Test
    void echoesAPromptWithoutAStepAsAWhole() {
        assertEquals(
                List.of(new Say("You said: first; this then that")), PromptScript.steps(" first; this then that "));
        assertEquals(List.of(new Say("You said: plan it")), PromptScript.steps("plan it"));
        assertEquals(List.of(new Say("You said: stream 3")), PromptScript.steps("stream 3"));
    }

    @Test
    void echoesWhatStandsBetweenSteps() {
        assertEquals(
                List.of(new Say("You said: hello"), new Think(), new Say("You said: bye")),
                PromptScript.steps("hello then think; bye"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ";", "\n;\n"})
    void hasAnAnswerToNothing(String prompt) {
        assertInstanceOf(Say.class, PromptScript.steps(prompt).get(0));
    }
}
