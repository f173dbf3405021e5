// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final AgentException cut = new AgentException(Code.LINK_LOST, "Cut.");

    private final Failures failures = new Failures();

    private static AgentException busy(Duration retryAfter) {
        return new AgentException(new CloseReason(Code.LIMIT_REACHED, "Too many polls.", retryAfter), null);
    }

    @Test
    void theThirdInARowIsTheEnd() {
        assertNotNull(failures.failed(cut, true));
        assertNotNull(failures.failed(cut, true));
        assertNull(failures.failed(cut, true));
    }

    @Test
    void anAnswerBetweenThemBeginsTheCountAnew() {
        for (int i = 0; i < 5; i++) {
            assertNotNull(failures.failed(cut, true));
            failures.answered();
        }
    }

    @Test
    void anyOtherIsTheEndAtOnce() {
        assertNull(failures.failed(new AgentException(Code.UNAUTHORIZED, "No."), true));
    }

    @Test
    void aBusyGatewayIsAskedAgainWhenItSaysAsOftenAsItTakes() {
        for (int i = 0; i < 5; i++) {
            assertEquals(Duration.ofSeconds(2), failures.failed(busy(Duration.ofSeconds(2)), true));
        }
    }

    @Test
    void aGatewayThatIsBusyForLongOrHasNoConnectionForUsIsLeftToTheRuntime() {
        assertNull(failures.failed(busy(Duration.ofSeconds(3)), true));
        assertNull(failures.failed(busy(Duration.ofSeconds(2)), false));
    }
}
