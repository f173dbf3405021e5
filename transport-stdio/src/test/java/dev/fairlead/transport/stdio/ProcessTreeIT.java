// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an agent whose line of descent is broken, where the system shows environments. */
class ProcessTreeIT {
    private static final int LOOKS = 300;

    @Test
    void neverLosesAProcessThatIsLoadedAgainAndAgain(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/environ")));
        Path again = Files.writeString(directory.resolve("again"), "#!/bin/sh\nexec \"$0\"\n");
        assertTrue(again.toFile().setExecutable(true));
        Process root = new ProcessBuilder("true").start();
        root.waitFor();
        ProcessBuilder loaded = new ProcessBuilder(again.toString());
        loaded.environment().put(ProcessTree.MARK, "never-loses");
        Process process = loaded.start();
        try {
            for (int look = 0; look < LOOKS; look++) {
                ProcessTree tree = new ProcessTree(root.toHandle(), "never-loses");
                assertFalse(tree.isGone(), "lost at look " + look);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertTrue(new ProcessTree(root.toHandle(), "never-loses").isGone());
    }
}
