// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a browser gets in (wire.md 2.9). */
class EntranceTest {
    /** What a GET that passed is answered with here, where no transport takes it. */
    private static final int PASSED = 406;

    private static final String TOKEN = "correct-horse-battery";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Served served = Served.withToken(TOKEN);

    @Test
    void aTicketIsChangedForACookieAndLeavesTheAddress() {
        Answer answer = served.handle(call("GET", "/?ticket=" + served.entrance.ticket()));

        assertEquals(303, answer.status());
        assertEquals("/", answer.header("Location"));
        assertEquals("no-store", answer.header("Cache-Control"));
        String cookie = answer.header("Set-Cookie");
        assertTrue(cookie.endsWith("; HttpOnly; SameSite=Strict"), cookie);
        assertFalse(cookie.contains(TOKEN), cookie);
        assertEquals(PASSED, served.handle(withCookie(answer)).status());
    }

    @Test
    void aTicketWorksOnce() {
        served.handle(call("GET", "/?ticket=" + served.entrance.ticket()));

        Answer second = served.handle(call("GET", "/?ticket=" + served.entrance.ticket()));

        assertEquals(303, second.status());
        assertNull(second.header("Set-Cookie"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticket=guessed", "ticket=guessed&x=1", "ticket=" + TOKEN})
    void aWrongTicketOpensNothing(String query) {
        assertNull(served.handle(call("GET", "/?" + query)).header("Set-Cookie"));
        assertNotNull(served.handle(call("GET", "/?ticket=" + served.entrance.ticket()))
                .header("Set-Cookie"));
    }

    @Test
    void theTokenIsChangedForACookieToo() {
        Answer answer = served.handle(call("POST", "/acp/cookie").with("Authorization", "Bearer " + TOKEN));

        assertEquals(204, answer.status());
        assertEquals(PASSED, served.handle(withCookie(answer)).status());
        assertEquals(401, served.handle(call("POST", "/acp/cookie")).status());
    }

    @Test
    void overTlsACookieNeverTravelsInTheClear() {
        Answer byTicket = served.handle(
                call("GET", "/?ticket=" + served.entrance.ticket()).overTls());
        Answer byToken = served.handle(call("POST", "/acp/cookie")
                .with("Authorization", "Bearer " + TOKEN)
                .overTls());

        for (Answer answer : List.of(byTicket, byToken)) {
            String cookie = answer.header("Set-Cookie");
            assertTrue(cookie.startsWith("__Host-fairlead-"), cookie);
            assertTrue(cookie.endsWith("; HttpOnly; SameSite=Strict; Secure"), cookie);
            assertTrue(cookie.contains("; Path=/;"), cookie);
            assertFalse(cookie.contains("Domain"), cookie);
            assertEquals(PASSED, served.handle(withCookie(answer).overTls()).status());
        }
    }

    /** Where a proxy ends TLS the gateway sees plain HTTP, but the browser does not. */
    @ParameterizedTest
    @CsvSource({
        "localhost:7340, Origin, https://localhost:7340, true",
        "localhost:7340, Origin, http://localhost:7340, false",
        "agents.example, Sec-Fetch-Site, none, true",
        "localhost:7340, Sec-Fetch-Site, none, false",
        "127.0.0.1:7340, Sec-Fetch-Site, none, false",
        "agents.example, X-Forwarded-Proto, https, false",
        "agents.example, Accept, */*, false",
    })
    void whatABrowserSaysOfItsWayDecidesBehindAProxy(String host, String header, String value, boolean secure) {
        String cookie = Served.withToken(TOKEN, "allowed-hosts", "agents.example")
                .handle(call("POST", "/acp/cookie")
                        .with("Authorization", "Bearer " + TOKEN)
                        .with("Host", host)
                        .with(header, value))
                .header("Set-Cookie");

        assertEquals(secure, cookie.endsWith("; Secure"), cookie);
        assertEquals(secure, cookie.startsWith("__Host-"), cookie);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NAME=1798761600.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "NAME=",
                "NAME=1798761600",
                "NAME=999999999999999999.x",
                "fairlead=1"
            })
    void aForgedCookieOpensNothing(String cookie) {
        String name = cookie(served).split("=", 2)[0];
        assertEquals(
                401,
                served.handle(call("GET", "/acp").with("Cookie", cookie.replace("NAME", name)))
                        .status());
    }

    @Test
    void aCookieWhoseTimeWasChangedOpensNothing() {
        String[] parts = cookie(served).split("[=.]", 3);
        String changed = parts[0] + "=9" + parts[1] + "." + parts[2];
        assertEquals(
                401, served.handle(call("GET", "/acp").with("Cookie", changed)).status());
    }

    @Test
    void aCookieHoldsOverARestartButNotForAnotherTokenNorForEver() {
        String cookie = cookie(served);

        assertTrue(entrance(TOKEN, NOW).admits(call("GET", "/acp").with("Cookie", "a=b; " + cookie + "; c=d")));
        assertFalse(entrance("another-horse-battery", NOW)
                .admits(call("GET", "/acp").with("Cookie", cookie)));
        Instant later = Clock.systemUTC().instant().plus(Duration.ofDays(31));
        assertFalse(entrance(TOKEN, later).admits(call("GET", "/acp").with("Cookie", cookie)));
    }

    private static Entrance entrance(String token, Instant now) {
        return new Entrance(token, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String cookie(Served served) {
        return served.handle(call("POST", "/acp/cookie").with("Authorization", "Bearer " + TOKEN))
                .header("Set-Cookie")
                .split(";", 2)[0];
    }

    private static ScriptedCall withCookie(Answer answer) {
        return call("GET", "/acp").with("Cookie", answer.header("Set-Cookie").split(";", 2)[0]);
    }
}
