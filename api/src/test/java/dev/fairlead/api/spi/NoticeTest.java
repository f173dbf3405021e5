// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NoticeTest {
    static Stream<Arguments> notices() {
        return Stream.of(
                arguments(new Notice.Heartbeat(), "heartbeat", "{}"),
                arguments(
                        new Notice.Attached("c-\"1\"", 7, Duration.ofSeconds(15), MessageLimits.STANDARD),
                        "attached",
                        "{\"connectionId\":\"c-\\\"1\\\"\",\"received\":7,\"heartbeatMillis\":15000,"
                                + "\"limits\":{\"bytes\":16777216,\"depth\":128,\"idBytes\":1024}}"),
                arguments(
                        new Notice.Gap(3, 17, "Not \"kept\".\n"),
                        "gap",
                        "{\"from\":3,\"to\":17,\"reason\":\"Not \\\"kept\\\".\\n\"}"),
                arguments(new Notice.CaughtUp(42), "caught-up", "{\"sequence\":42}"),
                arguments(
                        new Notice.Acknowledged(999_999_999_999_999_999L), "ack", "{\"sequence\":999999999999999999}"),
                arguments(new Notice.Resolved("7"), "resolved", "{\"id\":7}"),
                arguments(new Notice.Resolved("\"7\""), "resolved", "{\"id\":\"7\"}"),
                arguments(
                        new Notice.End(CloseReason.SHUTDOWN),
                        "end",
                        "{\"code\":\"shutdown\",\"detail\":\"The gateway is shutting down.\"}"),
                arguments(
                        new Notice.End(new CloseReason(Code.AGENT_EXITED, "It said \"no\".\r\n")),
                        "end",
                        "{\"code\":\"agent-exited\",\"detail\":\"It said \\\"no\\\".\\r\\n\"}"));
    }

    @ParameterizedTest
    @MethodSource("notices")
    void isAJsonRpcNotificationOnEveryMedium(Notice notice, String name, String params) {
        assertEquals(name, notice.name());
        assertEquals(params, notice.params());
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/" + name + "\",\"params\":" + params + "}", notice.json());
    }

    @ParameterizedTest
    @MethodSource("notices")
    void aPlainClientTakesItForANotificationOfNoSession(Notice notice, String name, String params) {
        assertEquals(
                new Envelope(Envelope.Kind.NOTIFICATION, null, "_fairlead/" + name, null),
                Message.of(notice.json()).envelope());
    }

    @ParameterizedTest
    @MethodSource("notices")
    void isReadBackAsItWasWritten(Notice notice, String name, String params) {
        assertEquals(notice, Notice.read(name, JsonObject.read(params.getBytes(StandardCharsets.UTF_8), 8)));
    }

    @Test
    void oneOfALaterVersionIsIgnored() {
        assertNull(Notice.read("weather", object("{}")));
        assertEquals(
                new Notice.End(new CloseReason(Code.INTERNAL, "Why.")),
                Notice.read("end", object("{\"code\":\"moon-phase\",\"detail\":\"Why.\"}")));
    }

    @Test
    void oneThatLacksAMemberIsRefusedByName() {
        AgentException refusal = assertThrows(AgentException.class, () -> Notice.read("gap", object("{\"from\":1}")));

        assertEquals(Code.INVALID_MESSAGE, refusal.code());
        assertEquals("The member 'to' is missing.", refusal.getMessage());
    }

    private static JsonObject object(String json) {
        return JsonObject.read(json.getBytes(StandardCharsets.UTF_8), 8);
    }
}
