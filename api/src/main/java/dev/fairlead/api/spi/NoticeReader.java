// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the params of a notice; throws {@link Code#INVALID_MESSAGE} where a member is missing or unusable. */
final class NoticeReader {
    private final JsonObject params;

    NoticeReader(JsonObject params) {
        this.params = params;
    }

    @Nullable Notice read(String name) {
        return switch (name) {
            case "heartbeat" -> new Notice.Heartbeat();
            case "attached" ->
                new Notice.Attached(
                        text("connectionId"),
                        number("received"),
                        Duration.ofMillis(number("heartbeatMillis")),
                        limits(params.object("limits")));
            case "gap" -> new Notice.Gap(number("from"), number("to"), text("reason"));
            case "caught-up" -> new Notice.CaughtUp(number("sequence"));
            case "ack" -> new Notice.Acknowledged(number("sequence"));
            case "resolved" ->
                new Notice.Resolved(new String(present("id", params.bytes("id")), StandardCharsets.UTF_8));
            case "end" -> new Notice.End(new CloseReason(Code.of(text("code")), text("detail")));
            default -> null;
        };
    }

    private static MessageLimits limits(@Nullable JsonObject limits) {
        if (limits == null) {
            return MessageLimits.STANDARD;
        }
        NoticeReader reader = new NoticeReader(limits);
        return new MessageLimits(
                reader.count("bytes", Integer.MAX_VALUE),
                reader.count("depth", MessageLimits.DEEPEST),
                reader.count("idBytes", Integer.MAX_VALUE));
    }

    private int count(String name, int most) {
        return (int) Math.max(1, Math.min(most, number(name)));
    }

    private String text(String name) {
        return present(name, params.text(name));
    }

    private long number(String name) {
        return present(name, params.number(name));
    }

    private static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new AgentException(Code.INVALID_MESSAGE, "The member '" + name + "' is missing.");
        }
        return value;
    }
}
