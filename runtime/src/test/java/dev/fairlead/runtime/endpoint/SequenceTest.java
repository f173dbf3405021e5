// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.post;
import static dev.fairlead.runtime.endpoint.Served.notification;
import static dev.fairlead.runtime.endpoint.Served.prompt;
import static dev.fairlead.runtime.endpoint.Served.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly once, way up (wire.md 2.2). */
class SequenceTest {
    private static final String CLIENT = "5f0c2b8e9a7d4c61b3e2f1a09d8c7b6a";

    private final ScriptedAgent agent = ScriptedAgent.answering();
    private final Served served = Served.by(agent, "limits.message-bytes", "200", "limits.reorder-window", "4");
    private String connection = "";

    @BeforeEach
    void connect() {
        connection = served.connect(CLIENT);
    }

    private ScriptedCall numbered(Object sequence, String json) {
        return post(json)
                .with("Acp-Connection-Id", connection)
                .with("Fairlead-Client", CLIENT)
                .with("Fairlead-Sequence", String.valueOf(sequence));
    }

    private int send(Object sequence, String json) {
        return served.handle(numbered(sequence, json)).status();
    }

    @Test
    void messagesReachTheAgentInTheOrderOfTheirNumbers() {
        assertEquals(202, send(4, notification("d")));
        assertEquals(202, send(3, notification("c")));
        assertEquals(List.of("initialize"), agent.heard());

        assertEquals(202, send(2, notification("b")));
        assertEquals(202, send(5, notification("e")));

        assertEquals(List.of("initialize", "b", "c", "d", "e"), agent.heard());
    }

    @Test
    void aNumberThatCameBeforeIsAcceptedAgainAndNotExecutedAgain() {
        for (int i = 0; i < 3; i++) {
            assertEquals(202, send(2, request(1, "b")));
            assertEquals(202, send(4, request(2, "d")));
        }
        assertEquals(202, send(3, request(3, "c")));
        assertEquals(202, send(4, request(2, "d")));

        assertEquals(List.of("initialize", "b", "c", "d"), agent.heard());
    }

    @Test
    void aNumberTooFarAheadIsToBeSentAgainLater() {
        assertEquals(202, send(5, notification("e")));
        assertEquals(503, send(6, notification("f")));
        assertEquals("5", served.handle(numbered(6, notification("f"))).header("Retry-After"));

        for (int i = 2; i <= 4; i++) {
            assertEquals(202, send(i, notification("m" + i)));
        }
        assertEquals(202, send(6, notification("f")));
        assertEquals(List.of("initialize", "m2", "m3", "m4", "e", "f"), agent.heard());
    }

    @Test
    void aNumberTooFarAheadOfABadMessageIsToBeSentAgainToo() {
        assertEquals(503, send(6, "not JSON"));
        for (int i = 2; i <= 5; i++) {
            assertEquals(202, send(i, notification("m" + i)));
        }
        assertEquals(400, send(6, "not JSON"));
        assertEquals(202, send(7, notification("g")));
        assertEquals(List.of("initialize", "m2", "m3", "m4", "m5", "g"), agent.heard());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "+2",
                "2.0",
                "0x2",
                "two",
                "2,3",
                "1e3",
                "9999999999999999999",
                "99999999999999999999999"
            })
    void aNumberThatIsNoneIsABadRequest(String sequence) {
        assertEquals(400, send(sequence, notification("b")));
        assertEquals(List.of("initialize"), agent.heard());
        assertEquals(202, send(2, notification("b")));
    }

    @Test
    void eachClientCountsForItself() {
        assertEquals(
                202,
                served.handle(numbered(1, notification("other")).with("Fairlead-Client", "other"))
                        .status());
        assertEquals(
                202,
                served.handle(numbered(1, notification("unnamed")).with("Fairlead-Client"))
                        .status());
        assertEquals(202, send(2, notification("b")));

        assertEquals(List.of("initialize", "other", "unnamed", "b"), agent.heard());
    }

    @Test
    void messagesWithoutANumberPassThrough() {
        assertEquals(202, send(3, notification("c")));
        assertEquals(
                202,
                served.handle(numbered(0, notification("free")).with("Fairlead-Sequence"))
                        .status());

        assertEquals(List.of("initialize", "free"), agent.heard());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"initialize\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"sessionId\":\"s\"}}"
            })
    void aMessageThatIsRefusedForGoodUsesItsNumberUp(String refused) {
        assertEquals(202, send(3, notification("c")));

        assertEquals(refused.equals("[]") ? 501 : 400, send(2, refused));

        assertEquals(List.of("initialize", "c"), agent.heard());
        assertEquals(202, send(4, notification("d")));
        assertEquals(List.of("initialize", "c", "d"), agent.heard());
    }

    @Test
    void aMessageThatIsTooLargeUsesItsNumberUp() {
        assertEquals(413, send(2, " ".repeat(201)));
        assertEquals(202, send(3, notification("c")));

        assertEquals(List.of("initialize", "c"), agent.heard());
    }

    @Test
    void anUnusableAcknowledgementUsesTheNumberUp() {
        assertEquals(
                400,
                served.handle(numbered(2, notification("b")).with("Fairlead-Ack", "x"))
                        .status());
        assertEquals(202, send(3, notification("c")));

        assertEquals(List.of("initialize", "c"), agent.heard());
    }

    @Test
    void aMessageWhoseClientVanishedKeepsItsNumberForTheNextTry() {
        ScriptedCall lost = served.begin(numbered(2, notification("b")).holdBody());
        lost.clientVanishes();
        assertEquals(202, send(3, notification("c")));
        assertEquals(List.of("initialize"), agent.heard());

        assertEquals(202, send(2, notification("b")));
        assertEquals(List.of("initialize", "b", "c"), agent.heard());
    }

    @Test
    void aMessageRefusedByALimitKeepsItsNumberForTheNextTry() {
        Served busy = Served.by(
                ScriptedAgent.hearing((line, message) -> {
                    if (message.envelope().isRequest("initialize")) {
                        line.answer(message, "\"result\":{}");
                    }
                }),
                "limits.pending-requests",
                "1");
        String id = busy.connect(CLIENT);
        ScriptedCall first = post(request(1, "a")).with("Fairlead-Sequence", "2");
        assertEquals(
                202,
                busy.handle(first.with("Acp-Connection-Id", id).with("Fairlead-Client", CLIENT))
                        .status());

        assertEquals(503, busy.handle(again(id)).status());
        busy.agent.lines.get(0).say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        assertEquals(202, busy.handle(again(id)).status());

        assertEquals(List.of("initialize", "a", "b"), busy.agent.heard());
    }

    private static ScriptedCall again(String id) {
        return post(request(2, "b"))
                .with("Fairlead-Sequence", "3")
                .with("Acp-Connection-Id", id)
                .with("Fairlead-Client", CLIENT);
    }

    @Test
    void aMessageOfASessionWithItsHeaderIsNumberedLikeAnyOther() {
        assertEquals(
                202,
                served.handle(numbered(2, prompt(1, "s")).with("Acp-Session-Id", "s"))
                        .status());
        assertEquals(202, send(3, notification("c")));

        assertEquals(List.of("initialize", "session/prompt", "c"), agent.heard());
    }

    @Test
    void whatIsNotUtf8UsesItsNumberUp() {
        byte[] latin = "{\"method\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertEquals(400, served.handle(numbered(2, "").content(latin)).status());
        assertEquals(202, send(3, notification("c")));
        assertEquals(List.of("initialize", "c"), agent.heard());
    }
}
