// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a client sends: one answer, never our fault, nothing of our insides in it, and nothing left behind. */
class EndpointFuzzTest {
    private static final Set<Integer> STATUSES =
            Set.of(200, 202, 204, 400, 401, 403, 404, 405, 406, 413, 415, 501, 502, 503);
    private static final Pattern INSIDES =
            Pattern.compile("dev\\.fairlead|java\\.|Exception|Error:|secret|\\.java|\\bat \\w+\\.|null pointer");
    private static final int CALLS = 40;

    private final Pool pool = new Pool();

    @Property(tries = 2_000)
    void isAnsweredOnce(@ForAll long seed) {
        pool.random = new Random(seed);
        Served served = pool.any(
                Served.by(agent(), "limits.connections", "3", "limits.message-bytes", "300"),
                Served.by(
                        agent(),
                        "session-header",
                        "lenient",
                        "allowed-origins",
                        "http://page.example",
                        "limits.id-bytes",
                        "64"),
                Served.by(agent(), "limits.pending-requests", "1", "limits.reorder-window", "2"),
                Served.withToken("0123456789abcdef"));
        for (int i = 0; i < CALLS; i++) {
            ScriptedCall call = pool.call();
            check(served.handle(call), call);
            served.time.pass(Duration.ofMillis(pool.random.nextInt(2_000)));
        }
        served.time.pass(Duration.ofMinutes(10));

        assertEquals(0, served.table.size());
        served.agent.lines.forEach(line -> assertTrue(line.isClosed()));
        assertTrue(served.table.stop().toCompletableFuture().isDone());
    }

    /** Answers what it is asked, badly every so often, or ends. */
    private ScriptedAgent agent() {
        return ScriptedAgent.hearing((line, message) -> {
            if (message.envelope().kind() != Envelope.Kind.REQUEST) {
                return;
            }
            switch (pool.random.nextInt(8)) {
                case 0 -> line.answer(message, "\"error\":{\"code\":-32603,\"message\":\"no\"}");
                case 1 -> line.exit(new CloseReason(pool.any(Code.values()), "It ended."));
                case 2 ->
                    line.say("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ask\",\"params\":{\"sessionId\":\"s\"}}");
                default -> {}
            }
            line.answer(message, "\"result\":{\"sessionId\":\"s\"}");
        });
    }

    private void check(Answer answer, ScriptedCall call) {
        assertTrue(STATUSES.contains(answer.status()), () -> answer + " to " + call);
        assertFalse(INSIDES.matcher(answer.body()).find(), answer::toString);
        if (answer.status() == 200) {
            pool.connectionIds.add(answer.header("Acp-Connection-Id"));
        }
        if (!answer.body().isEmpty()) {
            Message body = Message.read(answer.body().getBytes(StandardCharsets.UTF_8), MessageLimits.STANDARD);
            assertEquals(answer.status() != 200, body.envelope().kind() == Envelope.Kind.ERROR);
            assertEquals("application/json", answer.header("Content-Type"));
        }
        assertEquals(answer.status() == 405, answer.header("Allow") != null && answer.status() != 204);
        assertEquals(answer.status() == 503, answer.header("Retry-After") != null);
        assertEquals(answer.status() == 401, answer.header("WWW-Authenticate") != null);
    }

    /** Calls made of parts that are right, nearly right and wrong. */
    private static final class Pool {
        private static final String[] METHODS = {
            "POST", "POST", "POST", "POST", "POST", "POST", "GET", "DELETE", "OPTIONS", "HEAD", "PUT", "post", "\u0000"
        };
        private static final String[] PATHS = {
            "/acp", "/acp", "/acp", "/acp", "/acp", "/acp", "/acp/", "/acp/x", "/", "", "/acp/../acp", "/acpx"
        };
        private static final String[] BODIES = {
            Served.INITIALIZE,
            Served.INITIALIZE,
            Served.INITIALIZE,
            Served.request(1, "session/new"),
            Served.request(2, "_x/y"),
            Served.notification("n"),
            Served.prompt(3, "s"),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":\"\\b\\u0001\\ud800\\\"" + "\\b".repeat(30) + "\",\"method\":\"initialize\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":\"" + "\\f".repeat(30)
                    + "\",\"method\":\"\\u0000\\n\",\"params\":{\"sessionId\":\"s\"}}",
            "[]",
            "[{}]",
            "{\"jsonrpc\":\"2.0\",\"id\":\"" + "\\b".repeat(500) + "\",\"method\":\"initialize\"}",
            "[".repeat(200),
            "\"\\ud800\"",
            "nul\0",
            ""
        };
        private static final String[][] HEADERS = {
            {"Host", "localhost", "localhost:7340", "[::1]", "evil.example", "", "[", "a@b", "\u0000", "localhost"},
            {"Origin", "http://localhost:7340", "http://page.example", "null", "", "http://evil.example"},
            {"Authorization", "Bearer 0123456789abcdef", "bearer 0123456789abcdef", "Bearer x", "Basic x", "", "\u00ff"
            },
            {
                "Content-Type",
                "application/json",
                "application/json;charset=utf-8",
                "text/plain",
                "",
                ";",
                ";;=",
                "\u0000"
            },
            {"Acp-Session-Id", "s", "s", "t", "", "\ud800"},
            {"Fairlead-Client", "a", "a", "b", "", "two words", "\u00e9"},
            {
                "Fairlead-Sequence",
                "1",
                "1",
                "2",
                "3",
                "4",
                "9",
                "0",
                "-1",
                "x",
                "",
                "9223372036854775807",
                "999999999999999999"
            },
            {"Fairlead-Ack", "1", "2", "0", "x", "", "999999999999999999"},
            {"Accept", "text/event-stream", "*/*", ""},
            {"Upgrade", "websocket", "h2c", ""},
            {"Acp-Protocol-Version", "1", "x"}
        };

        private final List<String> connectionIds = new ArrayList<>(List.of("x", ""));
        private Random random = new Random(0);

        @SafeVarargs
        private final <T> T any(T... choices) {
            return choices[random.nextInt(choices.length)];
        }

        ScriptedCall call() {
            ScriptedCall call = ScriptedCall.call(any(METHODS), any(PATHS))
                    .with("Content-Type", "application/json")
                    .content(body());
            if (random.nextInt(3) > 0) {
                call.with("Authorization", "Bearer 0123456789abcdef");
            }
            if (random.nextInt(2) == 0) {
                call.with("Acp-Connection-Id", connectionIds.get(random.nextInt(connectionIds.size())));
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                String[] header = any(HEADERS);
                String value = header[1 + random.nextInt(header.length - 1)];
                if (random.nextInt(10) == 0) {
                    call.with(header[0], value, value);
                } else {
                    call.with(header[0], value);
                }
            }
            return call;
        }

        private byte[] body() {
            byte[] body = any(BODIES).getBytes(StandardCharsets.UTF_8);
            switch (random.nextInt(12)) {
                case 0 -> random.nextBytes(body);
                case 1 -> body = (" ".repeat(random.nextInt(400)) + "{}").getBytes(StandardCharsets.UTF_8);
                case 2 -> {
                    for (int i = random.nextInt(4); i > 0 && body.length > 0; i--) {
                        body[random.nextInt(body.length)] = (byte) random.nextInt();
                    }
                }
                default -> {}
            }
            return body;
        }
    }
}
