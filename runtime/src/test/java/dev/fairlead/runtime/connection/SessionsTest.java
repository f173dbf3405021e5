// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final Sessions sessions =
            new Sessions(Limits.of("limits.sessions", "2", "limits.provisional-streams", "2"));

    private static Code refused(Runnable attempt) {
        return assertThrows(AgentException.class, attempt::run).code();
    }

    @Test
    void provisionalStreamsAreBoundedAndBoundByTheSession() {
        sessions.open("a", 0);
        sessions.open("a", 0);
        sessions.open("b", 0);
        assertEquals(Code.LIMIT_REACHED, refused(() -> sessions.open("c", 0)));
        assertFalse(sessions.touch("a", 0));
        sessions.learn("a", 0);
        assertTrue(sessions.touch("a", 0));
        sessions.open("c", 0);
        assertEquals(Code.LIMIT_REACHED, refused(() -> sessions.open("d", 0)));
    }

    @Test
    void provisionalStreamsCanBeForbidden() {
        Sessions strict = new Sessions(Limits.of("limits.provisional-streams", "0"));
        assertEquals(Code.SESSION_UNKNOWN, refused(() -> strict.open("a", 0)));
        strict.learn("a", 0);
        strict.open("a", 0);
    }

    @Test
    void provisionalOnesDoNotCountAsSessions() {
        sessions.open("a", 0);
        sessions.open("b", 0);
        assertFalse(sessions.isFull());
        sessions.learn("a", 0);
        sessions.learn("b", 0);
        assertTrue(sessions.isFull());
        sessions.learn("c", 0);
        assertFalse(sessions.has("c"));
        sessions.remove("a");
        assertFalse(sessions.isFull());
    }

    @Test
    void whatNobodyNamedInTimeExpiresUnlessItIsNeeded() {
        sessions.open("late", 10);
        sessions.open("asked for", 10);
        sessions.learn("known", 10);
        assertEquals(List.of(), sessions.expire(true, 10, id -> false));
        assertEquals(List.of("late"), sessions.expire(true, 11, "asked for"::equals));
        assertFalse(sessions.has("late"));
        assertTrue(sessions.has("asked for"));
        assertTrue(sessions.has("known"));
    }

    @Test
    void whatLiesIdleExpires() {
        sessions.learn("idle", 10);
        sessions.learn("busy", 10);
        sessions.touch("busy", 20);
        assertEquals(List.of("idle"), sessions.expire(false, 15, id -> false));
        assertTrue(sessions.has("busy"));
    }
}
