// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.fairlead.api.Code;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final long START = 5;

    private final Watch watch = new Watch(Limits.of(), START);

    private static long after(int seconds) {
        return START + Duration.ofSeconds(seconds).toNanos();
    }

    private Code overdue(int seconds, boolean reserved, boolean isRead) {
        var reason = watch.overdue(after(seconds) + 1, reserved, isRead);
        return reason == null ? null : reason.code();
    }

    @Test
    void aReservedConnectionHasTheIdleTime() {
        assertNull(overdue(29, true, false));
        assertEquals(Code.TIMED_OUT, overdue(30, true, false));
    }

    @Test
    void aReservedConnectionThatIsReadHasNoMore() {
        assertEquals(Code.TIMED_OUT, overdue(30, true, true));
    }

    @Test
    void anAgentHasTheInitializeTimeFromItsStartOn() {
        watch.initializing(after(20));
        assertNull(overdue(79, false, true));
        assertEquals(Code.AGENT_UNAVAILABLE, overdue(80, false, true));
    }

    @Test
    void aConnectionIsEndedThatNobodyEverReads() {
        watch.initializing(START);
        watch.initialized(after(10));
        assertNull(overdue(69, false, false));
        assertEquals(Code.UNREAD, overdue(70, false, false));
    }

    @Test
    void aConnectionThatWasReadHasTheResumeWindow() {
        watch.initialized(START);
        assertNull(overdue(50, false, true));
        assertNull(overdue(350, false, false));
        assertEquals(Code.UNREAD, overdue(351, false, false));
    }

    @Test
    void aReaderThatComesAndGoesBetweenTwoLooksCounts() {
        watch.initialized(START);
        watch.read(after(40));
        assertNull(overdue(339, false, false));
        assertEquals(Code.UNREAD, overdue(340, false, false));
    }

    @Test
    void theReasonNamesTheTime() {
        assertEquals(
                "No initialize came within 30 s.",
                watch.overdue(after(31), true, false).detail());
        Watch hasty = new Watch(Limits.of("limits.idle-time", "500 ms"), START);
        assertNotNull(hasty.overdue(after(1), true, false));
        assertEquals(
                "No initialize came within 500 ms.",
                hasty.overdue(after(1), true, false).detail());
    }

    @Test
    void namesAnEndedSessionOnceWhenItsTimeIsOver() {
        watch.sessionEnded("a", after(0));
        watch.sessionEnded("b", after(10));
        assertEquals(List.of(), watch.endedSessions(after(60)));
        assertEquals(List.of("a"), watch.endedSessions(after(61)));
        assertEquals(List.of(), watch.endedSessions(after(62)));
        assertEquals(List.of("b"), watch.endedSessions(after(99)));
    }
}
