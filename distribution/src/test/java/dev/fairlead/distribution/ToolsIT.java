// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of the test kit, in the assembled product. */
class ToolsIT {
    private static final Pattern LISTENING = Pattern.compile("Listening on (127\\.0\\.0\\.1:[0-9]+), seed 7\\.");

    @Test
    void conformanceReportsOnARunningGateway() throws Exception {
        try (FairleadProcess server = FairleadProcess.start("demo", "--listen", "0")) {
            String url = server.ready().address().toString();
            try (FairleadProcess suite = FairleadProcess.start("conformance", url)) {
                assertEquals(0, suite.exitCode(), suite::out);
                assertTrue(suite.out().contains("all that could be tried of MUST and SHOULD holds."), suite::out);
                assertTrue(suite.out().contains("  pass     agent-died-1011"), suite::out);
            }
        }
    }

    @Test
    void conformanceSaysWhenNothingAnswers() throws Exception {
        try (FairleadProcess suite = FairleadProcess.start("conformance", "--json", "http://127.0.0.1:1/acp")) {
            assertEquals(6, suite.exitCode());
            assertTrue(suite.err().contains("Nothing answers at http://127.0.0.1:1/acp"), suite::err);
        }
    }

    @Test
    void faultProxyStandsBetweenUntilItIsStopped() throws Exception {
        try (FairleadProcess server = FairleadProcess.start("demo", "--listen", "0")) {
            URI address = server.ready().address();
            String target = address.getAuthority();
            try (FairleadProcess proxy =
                    FairleadProcess.start("fault-proxy", "--to", target, "--fault", "f8", "--seed=7")) {
                await().atMost(FairleadProcess.PATIENCE).until(() -> proxy.out().contains("F8: it strips Upgrade"));
                Matcher listening = LISTENING.matcher(proxy.out());
                assertTrue(listening.find(), proxy::out);
                String through = "http://" + listening.group(1) + address.getPath();
                try (FairleadProcess doctor = FairleadProcess.start("doctor", "--json", through)) {
                    assertEquals(7, doctor.exitCode(), doctor::out);
                    assertTrue(doctor.out().contains("WebSocket"), doctor::out);
                }
                proxy.send("INT");
                assertEquals(130, proxy.exitCode());
            }
        }
    }

    @Test
    void faultProxyListsWhatItCanDo() throws Exception {
        try (FairleadProcess proxy = FairleadProcess.start("fault-proxy", "--faults")) {
            assertEquals(0, proxy.exitCode());
            assertTrue(proxy.out().contains("F27  ends all links at random points"), proxy::out);
        }
    }

    @Test
    void bothAreExplained() throws Exception {
        try (FairleadProcess help = FairleadProcess.start("help", "conformance")) {
            assertEquals(0, help.exitCode());
            assertTrue(help.out().contains("--token-file=FILE"), help::out);
        }
        try (FairleadProcess help = FairleadProcess.start("fault-proxy", "--help")) {
            assertEquals(0, help.exitCode());
            assertTrue(help.out().contains("--fault f8"), help::out);
        }
    }

    @Test
    void theProductCarriesNoJUnit() throws IOException {
        for (Path jar : Installed.assembled().jars()) {
            assertFalse(jar.getFileName().toString().contains("junit"), jar::toString);
        }
    }
}
