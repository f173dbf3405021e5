// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static dev.fairlead.api.Reading.envelope;
import static dev.fairlead.api.Reading.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.Envelope.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    @Nested
    class Kinds {
        @Test
        void aMethodAndAnIdAreARequest() {
            Envelope request = envelope(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"session/prompt\",\"params\":{\"sessionId\":\"s\"}}");

            assertEquals(new Envelope(Kind.REQUEST, "7", "session/prompt", "s"), request);
            assertTrue(request.isRequest("session/prompt"));
            assertFalse(request.isRequest("session/cancel"));
            assertFalse(request.isResponse());
        }

        @Test
        void aMethodWithoutAnIdIsANotification() {
            Envelope notification =
                    envelope("{\"method\":\"session/update\",\"params\":{\"sessionId\":\"s\"},\"jsonrpc\":\"2.0\"}");

            assertEquals(new Envelope(Kind.NOTIFICATION, null, "session/update", "s"), notification);
            assertFalse(notification.isRequest("session/update"));
        }

        @Test
        void anIdWithAResultOrAnErrorIsAResponse() {
            Envelope result = envelope("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
            Envelope error = envelope("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":1,\"message\":\"\"}}");

            assertEquals(new Envelope(Kind.RESULT, "7", null, null), result);
            assertEquals(new Envelope(Kind.ERROR, "7", null, null), error);
            assertTrue(result.isResponse());
            assertTrue(error.isResponse());
        }

        @Test
        void aResultMayBeNull() {
            assertEquals(
                    Kind.RESULT,
                    envelope("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}").kind());
        }

        @Test
        void anErrorWithoutAnIdThatCouldBeReadHasTheIdNull() {
            Envelope error = envelope("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"\"}}");

            assertEquals(new Envelope(Kind.ERROR, "null", null, null), error);
        }

        @Test
        void paramsMayBeAbsentOrAList() {
            assertEquals("m", envelope("{\"jsonrpc\":\"2.0\",\"method\":\"m\"}").method());
            assertNull(envelope("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[{\"sessionId\":\"s\"}]}")
                    .sessionId());
            assertNull(envelope("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":null}")
                    .sessionId());
        }

        @Test
        void membersThatAreNotKnownAreLeftAlone() {
            assertEquals(
                    "m",
                    envelope("{\"_meta\":{\"id\":2},\"jsonrpc\":\"2.0\",\"method\":\"m\",\"x\":[\"id\"],\"x\":0}")
                            .method());
        }

        @Test
        void theVersionMayBeLeftOutButNotBeAnother() {
            assertEquals("m", envelope("{\"method\":\"m\"}").method());
            assertEquals(
                    "Not a JSON-RPC 2.0 message: its jsonrpc is not \"2.0\".",
                    refusal("{\"jsonrpc\":\"1.0\",\"method\":\"m\"}").getMessage());
            assertEquals(
                    "Not a JSON-RPC 2.0 message: its jsonrpc is not a string.",
                    refusal("{\"jsonrpc\":2.0,\"method\":\"m\"}").getMessage());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"jsonrpc\":\"2.0\"}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1}",
                    "{\"jsonrpc\":\"2.0\",\"params\":{}}",
                    "{\"jsonrpc\":\"2.0\",\"result\":1}",
                    "{\"jsonrpc\":\"2.0\",\"error\":{}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"error\":{}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"result\":1}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"error\":{}}",
                    "{\"jsonrpc\":\"2.0\",\"ID\":1,\"Method\":\"m\"}",
                    "{\"a\":{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}}"
                })
        void anythingElseIsRefused(String json) {
            AgentException refusal = refusal(json);

            assertEquals(Code.INVALID_MESSAGE, refusal.code());
            assertEquals(
                    "Not a JSON-RPC 2.0 message: it is neither a request (method, id), nor a notification (method),"
                            + " nor a response (id, and one of result and error).",
                    refusal.getMessage());
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "1", "true", "\"{}\"", " \"a\" "})
        void whatIsNoObjectIsRefused(String json) {
            assertEquals(Code.INVALID_MESSAGE, refusal(json).code());
            assertEquals(
                    "Not a JSON-RPC 2.0 message: it is not a JSON object.",
                    refusal(json).getMessage());
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "1", "[\"m\"]", "{}"})
        void aMethodThatIsNoStringIsRefused(String method) {
            assertEquals(
                    "Not a JSON-RPC 2.0 message: its method is not a string.",
                    refusal("{\"jsonrpc\":\"2.0\",\"method\":" + method + "}").getMessage());
        }
    }

    @Nested
    class Batches {
        @ParameterizedTest
        @ValueSource(strings = {"[]", " [ ] ", "[{\"jsonrpc\":\"2.0\",\"method\":\"m\"}]", "[1,2]", "\n[{}]"})
        void areRefusedByName(String json) {
            assertEquals(Code.BATCH, refusal(json).code());
        }

        @ParameterizedTest
        @ValueSource(strings = {"[", "[{]", "[1,]", "[]x", "[\"\t\"]"})
        void areMalformedFirst(String json) {
            assertEquals(Code.MALFORMED_JSON, refusal(json).code());
        }
    }

    @Nested
    class Ids {
        private String id(String json) {
            return envelope("{\"jsonrpc\":\"2.0\",\"id\":" + json + ",\"method\":\"m\"}")
                    .id();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0",
                    "1",
                    "-1",
                    "1.0",
                    "1e2",
                    "9007199254740993",
                    "null",
                    "\"\"",
                    "\"1\"",
                    "\"a b\"",
                    "\"\u00e9\ud83d\ude00\""
                })
        void keepTheirJsonText(String text) {
            assertEquals(text, id(text));
            assertEquals(text, id(" " + text + "\n"));
        }

        @Test
        void aNumberAndItsTextDiffer() {
            assertNotEquals(id("1"), id("\"1\""));
            assertNotEquals(id("null"), id("\"null\""));
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '|',
                value = {
                    "\"\\u0061\",           \"a\"",
                    "\"\\u0041\\u005A\",    \"AZ\"",
                    "\"\\/\",               \"/\"",
                    "\"\\u002f\",           \"/\"",
                    "\"\\u0022\",           \"\\\"\"",
                    "\"\\u005c\",           \"\\\\\"",
                    "\"\\u0008\\u000C\",    \"\\b\\f\"",
                    "\"\\u000a\\u000D\\u0009\", \"\\n\\r\\t\"",
                    "\"\\u001F\",           \"\\u001f\"",
                    "\"\\u007f\",           \"\u007f\"",
                    "\"\\u00E9\",           \"\u00e9\"",
                    "\"\\uD83D\\uDE00\",    \"\ud83d\ude00\"",
                    "\"\\uD83D\",           \"\\ud83d\"",
                    "\"\\uDE00\\uD83D\",    \"\\ude00\\ud83d\""
                })
        void aStringHasOneAgreedSpelling(String spelt, String agreed) {
            assertEquals(agreed, id(spelt));
            assertEquals(agreed, id(agreed));
        }

        @Test
        void theAgreedSpellingIsNeverLonger() {
            String controls = "\\b\\f\\n\\r\\t".repeat(100);

            assertEquals("\"" + controls + "\"", id("\"" + controls + "\""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"true", "false", "{}", "[]", "[1]", "{\"id\":1}"})
        void ofAnotherTypeAreRefused(String text) {
            assertEquals(
                    "Not a JSON-RPC 2.0 message: its id is not a string, a number or null.",
                    refusal("{\"jsonrpc\":\"2.0\",\"id\":" + text + ",\"method\":\"m\"}")
                            .getMessage());
        }

        @Test
        void overTheLimitAreRefused() {
            String longest = "\"" + "i".repeat(1022) + "\"";

            assertEquals(longest, id(longest));
            assertEquals("1".repeat(1024), id("1".repeat(1024)));
            for (String tooLong :
                    new String[] {"\"" + "i".repeat(1023) + "\"", "1".repeat(1025), "\"" + "\u00e9".repeat(512) + "\""
                    }) {
                assertEquals(
                        "Not a JSON-RPC 2.0 message: its id is longer than 1024 bytes.",
                        refusal("{\"jsonrpc\":\"2.0\",\"id\":" + tooLong + ",\"method\":\"m\"}")
                                .getMessage());
            }
        }
    }

    @Nested
    class Names {
        @Test
        void areKnownInAnySpelling() {
            Envelope request = envelope(
                    "{\"\\u006asonrpc\":\"2.0\",\"\\u0069\\u0064\":1,\"\\u006dethod\":\"m\",\"p\\u0061rams\":{\"session\\u0049d\":\"s\"}}");
            Envelope result = envelope(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"\\u0072\\u0065\\u0073\\u0075\\u006c\\u0074\":{\"sessionId\":\"s\"}}");

            assertEquals(new Envelope(Kind.REQUEST, "1", "m", "s"), request);
            assertEquals(new Envelope(Kind.RESULT, "1", null, "s"), result);
        }

        @Test
        void thatOnlyLookAlikeAreOthers() {
            assertNull(envelope("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\\u0000\":1}")
                    .id());
            assertNull(envelope("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"\u0456d\":1}")
                    .id());
            assertNull(envelope("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"\\\\u0069d\":1}")
                    .id());
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '|',
                delimiter = ';',
                value = {
                    "jsonrpc; {\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"method\":\"m\"}",
                    "id;      {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"id\":1}",
                    "id;      {\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\",\"id\":2}",
                    "id;      {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"\\u0069d\":2}",
                    "method;  {\"jsonrpc\":\"2.0\",\"method\":\"m\",\"method\":\"initialize\"}",
                    "params;  {\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"sessionId\":\"a\"},\"params\":{\"sessionId\":\"b\"}}",
                    "params;  {\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":null,\"params\":{}}",
                    "result;  {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"result\":2}",
                    "error;   {\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{},\"error\":{}}",
                    "sessionId; {\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"sessionId\":\"a\",\"sessionId\":\"b\"}}",
                    "sessionId; {\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"sessionId\":1,\"session\\u0049d\":\"b\"}}",
                    "sessionId; {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"sessionId\":\"a\",\"sessionId\":\"a\"}}"
                })
        void thatStandTwiceAreRefused(String name, String json) {
            AgentException refusal = refusal(json);

            assertEquals(Code.INVALID_MESSAGE, refusal.code());
            assertEquals(
                    "Not a JSON-RPC 2.0 message: its " + name + " stands twice",
                    refusal.getMessage().split(",", 2)[0]);
        }
    }

    @Nested
    class Sessions {
        @Test
        void areFoundInParamsAndResult() {
            assertEquals(
                    "s",
                    envelope(
                                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":[{}],\"sessionId\":\"s\",\"b\":0}}")
                            .sessionId());
            assertEquals(
                    "s",
                    envelope("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"sessionId\":\"s\"}}")
                            .sessionId());
        }

        @Test
        void haveTheirEscapesUndone() {
            assertEquals(
                    "a/\n\u00e9",
                    envelope(
                                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"sessionId\":\"\\u0061\\/\\n\u00e9\"}}")
                            .sessionId());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"sessionId\":\"s\"}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"update\":{\"sessionId\":\"s\"}}}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"list\":[{\"sessionId\":\"s\"}]}}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"_meta\":{\"sessionId\":\"a\",\"sessionId\":\"b\"}}}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"sessionID\":\"s\"}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"sessionId\":\"s\",\"data\":{\"sessionId\":\"s\"}}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"sessionId\":1}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"sessionId\":null}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"sessionId\":{\"sessionId\":\"s\"}}}"
                })
        void areNotLookedForElsewhereNorInOtherTypes(String json) {
            assertNull(envelope(json).sessionId());
        }

        @Test
        void aRequestsSessionIsThatOfItsParams() {
            assertNull(envelope("{\"jsonrpc\":\"2.0\",\"id\":1,\"params\":{\"sessionId\":\"s\"},\"result\":{}}")
                    .sessionId());
        }
    }

    @Nested
    class Limits {
        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '|',
                delimiter = ';',
                value = {
                    "id;        {\"method\":\"m\",\"id\":VALUE}",
                    "method;    {\"method\":VALUE}",
                    "jsonrpc;   {\"method\":\"m\",\"jsonrpc\":VALUE}",
                    "sessionId; {\"method\":\"m\",\"params\":{\"sessionId\":VALUE}}",
                    "sessionId; {\"id\":1,\"result\":{\"sessionId\":VALUE}}"
                })
        void holdForAllThatIsKept(String name, String json) {
            String tooLong = "\"" + "x".repeat(1023) + "\"";

            assertEquals(
                    "Not a JSON-RPC 2.0 message: its " + name + " is longer than 1024 bytes.",
                    refusal(json.replace("VALUE", tooLong)).getMessage());
        }

        @Test
        void theLongestMethodAndSessionIdAreTaken() {
            String longest = "x".repeat(1022);
            Envelope envelope =
                    envelope("{\"method\":\"" + longest + "\",\"params\":{\"sessionId\":\"" + longest + "\"}}");

            assertEquals(longest, envelope.method());
            assertEquals(longest, envelope.sessionId());
        }

        @Test
        void ofDepthAreExact() {
            MessageLimits three = new MessageLimits(1 << 10, 3, 64);

            assertEquals("m", read("{\"method\":\"m\",\"params\":[[]]}", three).method());
            assertEquals(
                    "m",
                    read("{\"method\":\"m\",\"params\":{\"sessionId\":{}}}", three)
                            .method());
            assertEquals(
                    "m",
                    read("{\"method\":\"m\",\"params\":[[],[],{}],\"x\":[{}]}", three)
                            .method());
            for (String deeper : new String[] {
                "{\"method\":\"m\",\"params\":[[[]]]}",
                "{\"method\":\"m\",\"params\":[[{}]]}",
                "{\"method\":\"m\",\"params\":{\"sessionId\":{\"a\":{}}}}",
                "{\"method\":\"m\",\"x\":{\"a\":{\"b\":[]}}}",
                "[[[[]]]]"
            }) {
                AgentException refusal = refusal(deeper.getBytes(StandardCharsets.UTF_8), three);
                assertEquals(Code.INVALID_MESSAGE, refusal.code());
                assertEquals(
                        "The message is nested deeper than 3 levels",
                        refusal.getMessage().split(",", 2)[0]);
            }
        }

        @Test
        void aDepthOfTenThousandIsRefusedWithoutAnOverflowOfTheStack() {
            int depth = 10_000;

            for (String opening : new String[] {"[", "{\"a\":", "{\"method\":[", "{\"params\":"}) {
                assertEquals(
                        Code.INVALID_MESSAGE, refusal(opening.repeat(depth)).code());
            }
            assertEquals(
                    Code.INVALID_MESSAGE,
                    refusal(Reading.withParams("[".repeat(depth) + "]".repeat(depth)))
                            .code());
        }

        @Test
        void theDeepestThatCanBeAskedForIsRead() {
            MessageLimits deepest = new MessageLimits(1 << 20, MessageLimits.DEEPEST, 64);
            int inner = MessageLimits.DEEPEST - 1;

            assertEquals(
                    "m",
                    read(Reading.withParams("[".repeat(inner) + "]".repeat(inner)), deepest)
                            .method());
        }

        private Envelope read(String json, MessageLimits limits) {
            return Message.read(json.getBytes(StandardCharsets.UTF_8), limits).envelope();
        }
    }

    /** With the one of the message before, so that a stream of updates needs no envelope each. */
    @Nested
    class Sharing {
        private static final String UPDATE = "{\"method\":\"session/update\",\"params\":{\"sessionId\":\"s\"}}";

        @Test
        void whatIsTheSameIsOne() {
            Envelope first = envelope(UPDATE);

            assertSame(
                    first,
                    behind(first, "{\"params\":{\"x\":0,\"sessionId\":\"\\u0073\"},\"method\":\"session/update\"}"));
        }

        @Test
        void whatTheyHaveInCommonIsOne() {
            Envelope first = envelope(UPDATE);
            Envelope second = behind(first, UPDATE.replace("{\"method", "{\"id\":1,\"method"));

            assertEquals(new Envelope(Kind.REQUEST, "1", "session/update", "s"), second);
            assertSame(first.method(), second.method());
            assertSame(first.sessionId(), second.sessionId());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"method\":\"session/update\",\"params\":{\"sessionId\":\"t\"}}",
                    "{\"method\":\"session/update\",\"params\":{\"sessionId\":\"ss\"}}",
                    "{\"method\":\"session/update\",\"params\":{\"sessionId\":null}}",
                    "{\"method\":\"session/update\",\"params\":{}}",
                    "{\"method\":\"session/updated\",\"params\":{\"sessionId\":\"s\"}}",
                    "{\"method\":\"\",\"params\":{\"sessionId\":\"\"}}",
                    "{\"id\":\"s\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"s\"}}",
                    "{\"id\":1,\"result\":{\"sessionId\":\"s\"}}",
                    "{\"id\":1,\"error\":{}}"
                })
        void nothingElseIsTakenFromTheOneBefore(String json) {
            Envelope alone = envelope(json);
            Envelope update = envelope(UPDATE);

            assertEquals(alone, behind(update, json));
            assertEquals(update, behind(alone, UPDATE));
        }

        private Envelope behind(Envelope before, String json) {
            return Message.read(json.getBytes(StandardCharsets.UTF_8), MessageLimits.STANDARD, before)
                    .envelope();
        }
    }
}
