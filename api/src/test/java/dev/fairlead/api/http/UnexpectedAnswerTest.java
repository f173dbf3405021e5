// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UnexpectedAnswerTest {
    @Test
    void aPageIsNamedByItsTitleAndWhoSentIt() {
        AgentException failure = answer(
                        403,
                        Map.of("Content-Type", "text/html; charset=utf-8", "Server", "Zscaler/6.2", "Via", "1.1 gate"),
                        "<html><head><title>\n Access  denied </title></head><body>…</body></html>")
                .as("The WebSocket handshake");

        assertEquals(
                "The WebSocket handshake was answered with 403 (Server: Zscaler/6.2, Via: 1.1 gate) and a page: 'Access denied'.",
                failure.getMessage());
        assertEquals(Code.LINK_LOST, failure.code());
    }

    @Test
    void aBodyThatIsTooLargeIsNamedAsThat() {
        AgentException failure = answer(413, Map.of("Server", "nginx"), "<title>413 Request Entity Too Large</title>")
                .as("It");

        assertEquals(
                "It was answered with 413 (Server: nginx): something on the way accepts no body of this size.",
                failure.getMessage());
        assertEquals(Code.TOO_LARGE, failure.code());
    }

    @Test
    void aPageWithoutATitleIsNamedByItsFirstWords() {
        assertEquals(
                "It was answered with 502 and a page: 'Bad gateway'.",
                answer(502, Map.of(), " <html><style>p{}</style><script>x</script><body><p>Bad <b>gateway</b></p>")
                        .as("It")
                        .getMessage());
    }

    @Test
    void aLongPageIsCut() {
        String said = answer(500, Map.of(), "<p>" + "x".repeat(5000)).as("It").getMessage();

        assertEquals("It was answered with 500 and a page: '" + "x".repeat(100) + "…'.", said);
    }

    @Test
    void theGatewaysOwnWordsAndCodeAreKept() {
        AgentException failure = answer(
                        404,
                        Map.of("Content-Type", "application/json"),
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"No such connection.\","
                                + "\"data\":{\"code\":\"connection-unknown\"}}}")
                .as("The stream");

        assertEquals("The stream was answered with 404: No such connection.", failure.getMessage());
        assertEquals(Code.CONNECTION_UNKNOWN, failure.code());
    }

    @Test
    void theStatusGivesTheCodeWhereNobodyNamesOne() {
        Map<String, String> none = Map.of();
        Map<String, String> page = Map.of("Content-Type", "text/html");
        String refusal = "{\"error\":{\"code\":-1,\"message\":\"m\"}}";

        assertEquals(Code.UNAUTHORIZED, code(401, none, ""));
        assertEquals(
                Code.UNAUTHORIZED, code(401, Map.of("WWW-Authenticate", "Basic", "Content-Type", "text/html"), ""));
        assertEquals(Code.LINK_LOST, code(401, page, ""));
        assertEquals(Code.UNAUTHORIZED, code(407, page, ""));
        assertEquals(Code.FORBIDDEN, code(403, none, refusal));
        assertEquals(Code.LINK_LOST, code(403, none, ""));
        assertEquals(Code.CONNECTION_UNKNOWN, code(404, none, "Unknown connection"));
        assertEquals(Code.LINK_LOST, code(404, page, ""));
        assertEquals(Code.LIMIT_REACHED, code(429, page, ""));
        assertEquals(Code.LIMIT_REACHED, code(503, none, ""));
        assertEquals(Code.LINK_LOST, code(200, none, "anything"));
        assertEquals(Code.LINK_LOST, code(403, none, "{\"error\":\"text\"}"));
        assertEquals(Code.FORBIDDEN, code(403, none, "{\"error\":{\"data\":7,\"message\":7}}"));
    }

    @Test
    void whereItLeadsAndWhatTheProxyWantsIsSaid() {
        assertEquals(
                "It was answered with 302, which leads to https://login.example/.",
                answer(302, Map.of("Location", "https://login.example/"), "")
                        .as("It")
                        .getMessage());
        assertEquals(
                "It was answered with 407: the proxy asks for a user and password. Set dial.proxy to"
                        + " http://USER:PASSWORD@HOST:PORT, or the same in https_proxy.",
                answer(407, Map.of(), "").as("It").getMessage());
    }

    @Test
    void whatIsCompressedIsNotShown() {
        assertEquals(
                "It was answered with 200, compressed (gzip), which was not asked for.",
                answer(200, Map.of("Content-Encoding", "gzip"), "\u001f\u008b")
                        .as("It")
                        .getMessage());
    }

    @Test
    void controlCharactersDoNotReachATerminal() {
        assertEquals(
                "It was answered with 500 (Server: a b): 'x [31m y'.",
                answer(500, Map.of("Server", "a\u0007b"), "x\u001b[31m\r\ny")
                        .as("It")
                        .getMessage());
    }

    @Test
    void theTimeToWaitIsReadInSecondsOrFromADate() {
        assertEquals(
                Duration.ofSeconds(7),
                answer(429, Map.of("Retry-After", "7"), "").retryAfter());
        assertEquals(
                Duration.ofSeconds(20),
                answer(
                                503,
                                Map.of(
                                        "Date", "Wed, 21 Oct 2026 07:28:00 GMT",
                                        "Retry-After", "Wed, 21 Oct 2026 07:28:20 GMT"),
                                "")
                        .as("It")
                        .reason()
                        .retryAfter());
        assertEquals(
                Duration.ZERO,
                answer(503, Map.of("Retry-After", "Fri, 21 Oct 2016 07:28:00 GMT"), "")
                        .retryAfter());
        assertNull(answer(429, Map.of("Retry-After", "soon"), "").retryAfter());
        assertNull(answer(429, Map.of(), "").retryAfter());
    }

    private static Code code(int status, Map<String, String> headers, String body) {
        return answer(status, headers, body).as("It").code();
    }

    private static UnexpectedAnswer answer(int status, Map<String, String> headers, String body) {
        Map<String, List<String>> lists = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        return new UnexpectedAnswer(status, HttpHeaders.of(lists, (name, value) -> true), body);
    }
}
