// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

class WireConformanceTestTest {
    private static final String RIGHT = "initialize-with-protocol-version";
    private static final String WRONG = "post-unknown-connection";
    private static final String NEEDS_AGENT = "route-prompt";
    private static final String INITIALIZED =
            "HTTP/1.1 200 OK\r\nAcp-Connection-Id: c\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void checkThatHoldsPasses() throws IOException {
        try (WrongServer server = WrongServer.thatSays(INITIALIZED, true)) {
            assertDoesNotThrow(test(server, RIGHT, Map.of()));
        }
    }

    @Test
    void checkThatDoesNotHoldFailsAndSaysWhy() throws IOException {
        try (WrongServer server = WrongServer.thatSays(INITIALIZED, true)) {
            AssertionError failure = assertThrows(AssertionError.class, test(server, WRONG, Map.of()));
            assertTrue(failure.getMessage().contains("expected status 404 but was 200"), failure.getMessage());
        }
    }

    @Test
    void checkThatNeedsAnotherAgentIsSkipped() throws IOException {
        try (WrongServer server = WrongServer.thatSays(INITIALIZED, true)) {
            assertThrows(TestAbortedException.class, test(server, NEEDS_AGENT, Map.of()));
        }
    }

    @Test
    void waivedCheckThatDoesNotHoldIsSkippedWithTheReason() throws IOException {
        try (WrongServer server = WrongServer.thatSays(INITIALIZED, true)) {
            TestAbortedException aborted =
                    assertThrows(TestAbortedException.class, test(server, WRONG, Map.of(WRONG, "not yet")));
            assertTrue(aborted.getMessage().contains("waived: not yet"), aborted.getMessage());
        }
    }

    @Test
    void waivedCheckThatHoldsFails() throws IOException {
        try (WrongServer server = WrongServer.thatSays(INITIALIZED, true)) {
            AssertionError failure = assertThrows(AssertionError.class, test(server, RIGHT, Map.of(RIGHT, "not yet")));
            assertTrue(failure.getMessage().contains("remove the waiver"), failure.getMessage());
        }
    }

    private static Executable test(WrongServer server, String id, Map<String, String> waivers) {
        WireConformanceTest subject = new WireConformanceTest() {
            @Override
            public WireConformance wire() {
                return WireConformance.of(server.endpoint()).withPatience(Duration.ofSeconds(5));
            }

            @Override
            public Map<String, String> waivers() {
                return waivers;
            }
        };
        return subject.everyRowOfTheWireHolds()
                .filter(test -> test.getDisplayName().startsWith(id + ":"))
                .findFirst()
                .orElseThrow()
                .getExecutable();
    }
}
