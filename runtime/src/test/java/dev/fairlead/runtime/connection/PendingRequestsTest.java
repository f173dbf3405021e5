// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.Message;
import dev.fairlead.runtime.connection.PendingRequests.Effect;
import dev.fairlead.runtime.connection.PendingRequests.Pending;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
    private final PendingRequests pending = new PendingRequests(100);

    private void add(Message request, @Nullable String session) {
        pending.add(
                request.envelope().id(),
                new Pending(Effect.NONE, session, session, PendingRequests.fingerprint(request)));
    }

    @Test
    void isAnsweredOnce() {
        add(Rpc.request("1", "a"), "s");
        assertTrue(pending.has("1"));
        assertEquals("s", pending.answer("1").stream());
        assertNull(pending.answer("1"));
        assertFalse(pending.has("1"));
    }

    @Test
    void isFullAtTheLimit() {
        PendingRequests two = new PendingRequests(2);
        two.add("1", new Pending(Effect.NONE, null, null, 0));
        assertFalse(two.isFull());
        two.add("2", new Pending(Effect.NONE, null, null, 0));
        assertTrue(two.isFull());
    }

    @Test
    void theSameBytesUnderTheSameIdAreARetransmissionWhileAndAfterItIsAnswered() {
        Message request = Rpc.request("1", "a");
        assertFalse(pending.isRetransmission("1", request));
        add(request, null);
        assertTrue(pending.isRetransmission("1", Rpc.request("1", "a")));
        assertFalse(pending.isRetransmission("1", Rpc.request("1", "b")));
        assertFalse(pending.isRetransmission("\"1\"", request));
        pending.answer("1");
        assertTrue(pending.isRetransmission("1", request));
        assertFalse(pending.isRetransmission("1", Rpc.request("1", "b")));
    }

    @Test
    void whatTheGatewayAnsweredForASessionThatEndedIsARetransmissionToo() {
        Message request = Rpc.request("1", "session/prompt", "s");
        add(request, "s");
        assertEquals(List.of("1"), pending.drain("s"));
        assertTrue(pending.isRetransmission("1", request));
    }

    @Test
    void anIdThatIsUsedAgainIsJudgedByItsNewRequest() {
        add(Rpc.request("1", "a"), null);
        pending.answer("1");
        add(Rpc.request("1", "b"), null);
        assertFalse(pending.isRetransmission("1", Rpc.request("1", "a")));
        assertTrue(pending.isRetransmission("1", Rpc.request("1", "b")));
    }

    @Test
    void remembersTheLastSixtyFourAnswered() {
        for (int id = 0; id < 65; id++) {
            add(Rpc.request("" + id, "a"), null);
            pending.answer("" + id);
        }
        assertFalse(pending.isRetransmission("0", Rpc.request("0", "a")));
        assertTrue(pending.isRetransmission("1", Rpc.request("1", "a")));
    }

    @Test
    void drainsAllOrThoseOfASession() {
        add(Rpc.request("1", "a"), "s");
        add(Rpc.request("2", "a"), null);
        add(Rpc.request("3", "a"), "t");
        assertTrue(pending.concerns("s"));
        assertEquals(List.of("1"), pending.drain("s"));
        assertFalse(pending.concerns("s"));
        assertEquals(2, pending.size());
        assertEquals(
                List.of("2", "3"),
                pending.drain().stream().map(entry -> entry.getKey()).toList());
        assertEquals(0, pending.size());
    }

    @Test
    void theFingerprintIsFnv1a() {
        Message message = Rpc.request("1", "a");
        long expected = 0xcbf29ce484222325L;
        for (char c : message.text().toCharArray()) {
            expected = (expected ^ c) * 0x100000001b3L;
        }
        assertEquals(expected, PendingRequests.fingerprint(message));
        assertNotEquals(expected, PendingRequests.fingerprint(Rpc.request("1", "b")));
    }
}
