// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollRequestTest {
    private static PollRequest read(String json) {
        return PollRequest.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAllThatAPollMaySay() {
        PollRequest poll = read("{'poll':7,'connectionId':'c-1','client':'tab','after':41,'waitMillis':1500,'max':10,"
                + "'messages':[{'sequence':3,'message':{'method':'m'}}],'later':[1]}");

        assertEquals(7, poll.poll());
        assertEquals("c-1", poll.connectionId());
        assertEquals("tab", poll.client());
        assertEquals(41, poll.after());
        assertEquals(Duration.ofMillis(1500), poll.patience());
        assertEquals(10, poll.most());
        assertEquals(3, poll.messages().get(0).sequence());
        assertEquals("{\"method\":\"m\"}", new String(poll.messages().get(0).utf8(), StandardCharsets.UTF_8));
        assertFalse(poll.isProbe());
    }

    @Test
    void anEmptyPollIsAProbe() {
        PollRequest poll = read("{}");

        assertTrue(poll.isProbe());
        assertNull(poll.poll());
        assertNull(poll.client());
        assertNull(poll.patience());
        assertEquals(0, poll.after());
        assertEquals(256, poll.most());
        assertEquals(List.of(), poll.messages());
    }

    @Test
    void theNumberOfEventsStaysWithinBounds() {
        assertEquals(1, read("{'max':0}").most());
        assertEquals(256, read("{'max':9999999999}").most());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'after':-1}",
                "{'after':'1'}",
                "{'connectionId':7}",
                "{'client':''}",
                "{'client':'a b'}",
                "{'messages':{}}",
                "{'messages':['m']}",
                "{'messages':[{'message':{}}]}",
                "{'messages':[{'sequence':0,'message':{}}]}",
            })
    void whatIsNoPollIsRefused(String json) {
        assertEquals(
                Code.INVALID_MESSAGE,
                assertThrows(AgentException.class, () -> read(json)).code());
    }

    @Test
    void aNumberWithoutAMessageIsGivenUp() {
        assertEquals(0, read("{'messages':[{'sequence':1}]}").messages().get(0).utf8().length);
    }

    @Test
    void aClientsNameIsBounded() {
        assertEquals(
                "x".repeat(128), read("{'client':'" + "x".repeat(128) + "'}").client());
        assertThrows(AgentException.class, () -> read("{'client':'" + "x".repeat(129) + "'}"));
    }

    @Test
    void aMessageThatNestsTooDeeplyForTheRuntimeStillReachesIt() {
        String deep = "[".repeat(500) + "]".repeat(500);

        assertEquals(
                1,
                read("{'messages':[{'sequence':1,'message':" + deep + "}]}")
                        .messages()
                        .size());
    }
}
