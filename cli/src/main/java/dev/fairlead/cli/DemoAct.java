// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.Function;

/** One thing that the demo agent does in a turn; the next waits until it is done. */
sealed interface DemoAct {
    /**
     * Says something.
     *
     * @param update the JSON text of a session update
     */
    record Tell(String update) implements DemoAct {}

    /** Lets time pass. */
    record Pause(Duration time) implements DemoAct {}

    /**
     * Asks for permission.
     *
     * @param toolCallId for which tool call
     * @param then what to do once there is an answer
     */
    record Ask(String toolCallId, String title, Function<DemoPermission, Iterator<DemoAct>> then) implements DemoAct {}

    /** Answers the prompt with an error. */
    record Fail(String sentence) implements DemoAct {}

    /** Ends the agent without a word. */
    record Crash() implements DemoAct {}
}
