// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.cli.DemoAct.Pause;
import dev.fairlead.cli.DemoAct.Tell;
import dev.fairlead.cli.PromptStep.Say;
import dev.fairlead.cli.PromptStep.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptStepTest {
    private final DemoSession session = new DemoSession(1, "/work");

    @Test
    void pausesBetweenChunksOnly() {
        Duration pause = Duration.ofMillis(5);

        assertEquals(
                List.of(chunk("[1] .."), new Pause(pause), chunk("[2] .."), new Pause(pause), chunk("[3] ..")),
                acts(new Stream(3, pause, 6)));
    }

    @Test
    void doesNotPauseWithoutATime() {
        assertEquals(List.of(chunk("[1] "), chunk("[2] ")), acts(new Stream(2, Duration.ZERO, 1)));
    }

    @Test
    void leavesTheRestOfALongTextUnsaid() {
        List<DemoAct> acts = acts(new Say("word ".repeat(100_000)));

        assertEquals(401, acts.size());
        assertEquals(chunk("and so on.\n"), acts.get(400));
    }

    private List<DemoAct> acts(PromptStep step) {
        List<DemoAct> acts = new ArrayList<>();
        step.acts(session).forEachRemaining(acts::add);
        return acts;
    }

    private static DemoAct chunk(String text) {
        return new Tell(SessionUpdates.words(text));
    }
}
