// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.call;
import static dev.fairlead.runtime.endpoint.ScriptedCall.post;
import static dev.fairlead.runtime.endpoint.Served.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call must pass (wire.md 2.9). A GET that does is answered with 406 here, where no transport takes it. */
class GuardsTest {
    private static final int PASSED = 406;
    private static final String TOKEN = "correct-horse-battery";

    @Nested
    class Host {
        private int answerTo(Served served, String... hosts) {
            return served.handle(call("GET", "/acp").with("Host", hosts)).status();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "localhost",
                    "localhost:7340",
                    "localhost:1",
                    "LocalHost:7340",
                    "127.0.0.1",
                    "127.0.0.1:7340",
                    "[::1]",
                    "[::1]:7340"
                })
        void ofLoopbackIsKnown(String host) {
            assertEquals(PASSED, answerTo(Served.at("127.0.0.1"), host));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "evil.example",
                    "evil.example:7340",
                    "localhost.evil.example",
                    "127.0.0.1.evil.example",
                    "localhost.",
                    "xlocalhost",
                    "127.0.0.2",
                    "10.0.0.1",
                    "0.0.0.0",
                    "[::2]",
                    "[::]",
                    "2130706433",
                    "0x7f.1",
                    "localhost\u0000",
                    "localhost,evil.example"
                })
        void ofAnotherNameIsForbiddenSinceItMayHaveBeenRebound(String host) {
            Answer answer = Served.at("127.0.0.1").handle(call("GET", "/acp").with("Host", host));

            assertEquals(403, answer.status());
            assertEquals(
                    error(
                            "null",
                            -32000,
                            "The name in the Host header is not known here. Whoever runs the gateway can add it to allowed-hosts.",
                            "forbidden"),
                    answer.body());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "user@localhost",
                    "user:password@localhost",
                    "localhost@evil.example",
                    "localhost:",
                    "localhost:x",
                    "localhost:1:2",
                    "localhost:123456",
                    "http://localhost",
                    "localhost/acp",
                    "localhost evil",
                    "localhost\tx",
                    "::1",
                    "[::1",
                    "::1]",
                    "[]",
                    "[localhost]",
                    "[::1%25eth0]",
                    ":7340"
                })
        void thatIsNoneIsABadRequest(String host) {
            assertEquals(400, answerTo(Served.at("127.0.0.1"), host));
        }

        @Test
        void thatIsMissingOrStandsTwiceIsABadRequest() {
            Served served = Served.at("127.0.0.1");

            assertEquals(400, answerTo(served));
            assertEquals(400, answerTo(served, "localhost", "localhost"));
            assertEquals(400, answerTo(served, "localhost", "evil.example"));
        }

        @Test
        void mayBeTheAddressListenedOn() {
            assertEquals(PASSED, answerTo(Served.at("192.0.2.1"), "192.0.2.1:7340"));
            assertEquals(403, answerTo(Served.at("192.0.2.1"), "192.0.2.2:7340"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"[2001:db8::5]", "[2001:DB8::5]:7340", "[2001:db8:0:0:0:0:0:5]", "[2001:0db8:0000::0.0.0.5]"
                })
        void mayBeTheIpv6AddressListenedOnInAnySpelling(String host) {
            assertEquals(PASSED, answerTo(Served.at("2001:db8::5"), host));
            assertEquals(PASSED, answerTo(Served.at("::"), host));
            assertEquals(403, answerTo(Served.at("2001:db8::6"), host));
        }

        @ParameterizedTest
        @ValueSource(strings = {"[::1::2]", "[1.2.3.4]", "[12345::]", "[.]", "[:]"})
        void inBracketsThatIsNoAddressIsRefused(String host) {
            assertEquals(403, answerTo(Served.at("2001:db8::5"), host));
        }

        @Test
        void mayBeAnyAddressButNoNameWhereWeListenOnAll() {
            for (Served all : List.of(Served.at("0.0.0.0"), Served.at("::"))) {
                assertEquals(PASSED, answerTo(all, "203.0.113.9:7340"));
                assertEquals(PASSED, answerTo(all, "[2001:db8::9]:7340"));
                assertEquals(403, answerTo(all, "host.example:7340"));
                assertEquals(403, answerTo(all, "203.0.113.9.nip.example"));
            }
        }

        @Test
        void mayBeANameThatIsAllowed() {
            Served served = Served.at("127.0.0.1", "allowed-hosts", "Chat.Example, gateway");

            assertEquals(PASSED, answerTo(served, "chat.example"));
            assertEquals(PASSED, answerTo(served, "CHAT.example:443"));
            assertEquals(PASSED, answerTo(served, "gateway"));
            assertEquals(403, answerTo(served, "sub.chat.example"));
            assertEquals(PASSED, answerTo(Served.at("127.0.0.1", "allowed-hosts", "*"), "any.example"));
        }

        @Test
        void isCheckedBeforeAnythingElse() {
            Served served = Served.by(ScriptedAgent.answering());
            ScriptedCall call = served.begin(post(Served.INITIALIZE).with("Host", "evil.example"));

            assertEquals(403, call.answer().status());
            assertFalse(call.hasReadBody());
            assertTrue(served.agent.lines.isEmpty());
        }
    }

    @Nested
    class Origin {
        private Answer answerTo(Served served, String... origins) {
            return served.handle(call("GET", "/acp").with("Origin", origins));
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://localhost:7340", "https://localhost:7340", "HTTP://LOCALHOST:7340"})
        void ofTheEndpointItselfIsAllowed(String origin) {
            assertEquals(PASSED, answerTo(Served.at("127.0.0.1"), origin).status());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://evil.example",
                    "https://localhost",
                    "http://localhost:7341",
                    "http://127.0.0.1:7340",
                    "http://localhost:7340.evil.example",
                    "http://localhost:7340/",
                    "ftp://localhost:7340",
                    "null",
                    "",
                    "*",
                    "localhost:7340",
                    "file://",
                    "http://localhost:7340 http://x"
                })
        void ofAnotherPageIsForbidden(String origin) {
            Answer answer = answerTo(Served.at("127.0.0.1"), origin);

            assertEquals(403, answer.status());
            assertEquals(
                    error(
                            "null",
                            -32000,
                            "Pages of this origin may not call the gateway. Whoever runs it can add the origin to allowed-origins.",
                            "forbidden"),
                    answer.body());
            assertNull(answer.header("Access-Control-Allow-Origin"));
        }

        @Test
        void thatStandsTwiceIsForbidden() {
            assertEquals(
                    403,
                    answerTo(Served.at("127.0.0.1"), "http://localhost:7340", "http://localhost:7340")
                            .status());
        }

        @Test
        void thatIsMissingIsNoPage() {
            assertEquals(PASSED, answerTo(Served.at("127.0.0.1")).status());
        }

        @Test
        void mayBeOneThatIsAllowed() {
            Served served = Served.at("127.0.0.1", "allowed-origins", "https://Chat.Example, vscode-webview://abc");

            assertEquals(PASSED, answerTo(served, "https://chat.example").status());
            assertEquals(PASSED, answerTo(served, "vscode-webview://abc").status());
            assertEquals(403, answerTo(served, "http://chat.example").status());
            assertEquals(403, answerTo(served, "https://chat.example:8443").status());
            assertEquals(403, answerTo(served, "null").status());
        }

        @Test
        void mayBeAnyWhereAnyIsAllowed() {
            Answer answer = answerTo(Served.at("127.0.0.1", "allowed-origins", "*"), "null");

            assertEquals(PASSED, answer.status());
            assertEquals("null", answer.header("Access-Control-Allow-Origin"));
        }

        @Test
        void isCheckedForEveryMethodAndPathBeforeAnythingIsDone() {
            Served served = Served.by(ScriptedAgent.answering());

            for (String method : List.of("GET", "POST", "DELETE", "OPTIONS", "PUT")) {
                for (String path : List.of("/acp", "/acp/poll", "/")) {
                    ScriptedCall call = call(method, path).with("Origin", "http://evil.example");
                    assertEquals(403, served.handle(call).status());
                    assertFalse(call.hasReadBody());
                }
            }
        }
    }

    @Nested
    class Token {
        private final Served served = Served.withToken(TOKEN);

        private Answer answerTo(String... authorizations) {
            return served.handle(call("GET", "/acp").with("Authorization", authorizations));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "Bearer   "})
        void thatIsRightPasses(String scheme) {
            assertEquals(PASSED, answerTo(scheme + TOKEN).status());
            assertEquals(PASSED, answerTo("Bearer " + TOKEN + " ").status());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "Bearer",
                    "Bearer ",
                    "TOKEN",
                    "BearerTOKEN",
                    "Basic TOKEN",
                    "Token TOKEN",
                    "Bearer TOKENx",
                    "Bearer xTOKEN",
                    "Bearer \"TOKEN\"",
                    "Bearer TOKEN, Bearer TOKEN",
                    "Bearer correct-horse",
                    "Bearer CORRECT-HORSE-BATTERY",
                    " Bearer TOKEN"
                })
        void thatIsWrongIsUnauthorized(String authorization) {
            Answer answer = answerTo(authorization.replace("TOKEN", TOKEN));

            assertEquals(401, answer.status());
            assertEquals("Bearer", answer.header("WWW-Authenticate"));
            assertEquals(
                    error(
                            "null",
                            -32000,
                            "A valid token is needed: send the header Authorization: Bearer TOKEN.",
                            "unauthorized"),
                    answer.body());
        }

        @Test
        void thatIsMissingOrStandsTwiceIsUnauthorized() {
            assertEquals(401, answerTo().status());
            assertEquals(401, answerTo("Bearer " + TOKEN, "Bearer " + TOKEN).status());
            assertEquals(401, answerTo("Bearer " + TOKEN, "Bearer wrong").status());
        }

        @Test
        void isCheckedBeforeAnythingIsAllocated() {
            ScriptedCall call = served.begin(post(Served.INITIALIZE));

            assertEquals(401, call.answer().status());
            assertFalse(call.hasReadBody());
            assertTrue(served.agent.lines.isEmpty());
            assertEquals(
                    401,
                    served.handle(call("DELETE", "/acp").with("Acp-Connection-Id", "x"))
                            .status());
            assertEquals(401, served.handle(call("PUT", "/acp")).status());
            assertEquals(401, served.handle(call("GET", "/acp/poll")).status());
        }

        @Test
        void isNotAskedForInAPreflight() {
            assertEquals(204, served.handle(call("OPTIONS", "/acp")).status());
            assertEquals(
                    204,
                    served.handle(call("OPTIONS", "/acp").with("Origin", "http://localhost:7340"))
                            .status());
        }

        @Test
        void isNotNeededWhereNoneIsSet() {
            assertEquals(
                    PASSED,
                    Served.at("127.0.0.1")
                            .handle(call("GET", "/acp").with("Authorization", "Bearer any"))
                            .status());
        }
    }
}
