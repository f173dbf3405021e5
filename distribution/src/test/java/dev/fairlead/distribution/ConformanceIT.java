// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.testkit.ConformanceCheck;
import dev.fairlead.testkit.ConformanceResult;
import dev.fairlead.testkit.WireConformance;
import dev.fairlead.testkit.WireConformanceTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wire conformance suite against {@code fairlead demo}. */
class ConformanceIT {
    private static final String TOKEN = "a-token-for-tests-alone";

    @Nested
    class WithoutToken implements WireConformanceTest {
        private static FairleadProcess server;
        private static URI address;

        @BeforeAll
        static void start() throws IOException {
            server = FairleadProcess.start("demo", "--listen", "127.0.0.1:0");
            address = server.ready().address();
        }

        @AfterAll
        static void stop() throws IOException {
            server.close();
        }

        @Override
        public WireConformance wire() {
            return WireConformance.of(address);
        }

        /** Checks that steer the agent are skipped for any other, so this one must not be. */
        @Test
        void theAgentIsKnownToTheSuite() {
            assertTried("agent-died-1011", wire());
        }
    }

    @Nested
    class WithToken implements WireConformanceTest {
        private static FairleadProcess server;
        private static URI address;

        @BeforeAll
        static void start(@TempDir Path folder) throws IOException {
            Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
            server = FairleadProcess.start("demo", "--listen", "127.0.0.1:0", "--token-file", file.toString());
            address = server.ready().address();
        }

        @AfterAll
        static void stop() throws IOException {
            server.close();
        }

        @Override
        public WireConformance wire() {
            return WireConformance.of(address).withToken(TOKEN);
        }

        /** Checks of the token are skipped where there is none, so these must not be. */
        @Test
        void theTokenIsAskedFor() {
            assertTried("token-missing-401", wire());
            assertTried("token-wrong-401", wire());
        }
    }

    private static void assertTried(String id, WireConformance wire) {
        ConformanceCheck check = WireConformance.checks().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        ConformanceResult result = wire.acquainted().run(check);
        assertEquals(ConformanceResult.Outcome.PASS, result.outcome(), result.why());
    }
}
