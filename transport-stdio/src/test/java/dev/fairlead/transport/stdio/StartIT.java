// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static dev.fairlead.transport.stdio.Dialled.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.transport.stdio.Dialled.Dial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Agents that cannot be started: the client is told that much, the log everything, and nothing is left [6.5]. */
@ExtendWith(NothingLeft.class)
class StartIT {
    @Test
    void doesNotFindTheProgram() {
        assertUnavailable(command("no-such-agent", "--key=secret"), "\"no-such-agent\"");
    }

    @Test
    void mayNotRunTheFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("agent"), "not executable");

        assertUnavailable(command(file.toString()), file.toString());
    }

    @Test
    void doesNotFindTheDirectory(@TempDir Path directory) {
        Path missing = directory.resolve("missing");

        assertUnavailable(command("cat").in(missing), missing + " that 'cat' is to run in does not exist");
    }

    @Test
    void isGivenNoCommand() {
        assertUnavailable(command(), "The command is empty");
    }

    @Test
    void isGivenAWordThatNoProgramCanBeGiven() {
        assertUnavailable(command("cat", "a\0b"), "null character");
    }

    @Test
    void isGivenAnImpossibleVariable() {
        assertUnavailable(command("cat").with("A=B", "c"), "A=B");
    }

    private static void assertUnavailable(Dial dial, String cause) {
        Ear ear = new Ear();
        ExecutionException thrown =
                assertThrows(ExecutionException.class, () -> dial.begin(ear).get(10, TimeUnit.SECONDS));
        AgentException failure = assertInstanceOf(AgentException.class, thrown.getCause());

        assertEquals(Code.AGENT_UNAVAILABLE, failure.code());
        assertEquals("The agent could not be started.", failure.getMessage());
        String detail = failure.getCause().getMessage();
        assertTrue(detail.contains(cause), detail);
        assertFalse(detail.contains("secret"), detail);
        assertFalse(ear.closed().isDone());
    }
}
