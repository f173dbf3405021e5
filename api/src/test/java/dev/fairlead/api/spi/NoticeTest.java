// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NoticeTest {
    static Stream<Arguments> notices() {
        return Stream.of(
                arguments(new Notice.Heartbeat(), "heartbeat", "{}"),
                arguments(
                        new Notice.Gap(3, 17, "Not \"kept\".\n"),
                        "gap",
                        "{\"from\":3,\"to\":17,\"reason\":\"Not \\\"kept\\\".\\n\"}"),
                arguments(new Notice.CaughtUp(42), "caught-up", "{\"sequence\":42}"),
                arguments(new Notice.Acknowledged(Long.MAX_VALUE), "ack", "{\"sequence\":9223372036854775807}"),
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
}
