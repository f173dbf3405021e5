// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Cookie;

/** The page over TLS: behind a real nginx that speaks HTTP/2 and resets what is silent (F4), and on a gateway's own TLS. */
class SecureFrontIT {
    /** Chromium finds this name on the loopback address, see {@link Browser}. */
    private static final String NAME = "agents.example";

    private static final Duration SILENCE = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    private final Browser browser = Browser.get();
    private Served served;
    private SecureFront front;

    @AfterEach
    void close() {
        try {
            assertEquals(List.of(), browser.errors(), "errors in the console");
        } finally {
            if (front != null) {
                front.close();
            }
            served.close();
        }
    }

    private ChatPage behind(String location) throws Exception {
        served = Served.demo();
        front = SecureFront.start(folder, local(served), SILENCE, location);
        ChatPage page = browser.open(front.page("127.0.0.1"));
        page.awaitConnected();
        assertEquals("h2", page.script("return performance.getEntriesByType('navigation')[0].nextHopProtocol"));
        return page;
    }

    private static InetSocketAddress local(Served served) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), served.gateway().address().getPort());
    }

    /** An answer with silences that are longer than what nginx bears, and then one that hurries. */
    private static void survivesResets(ChatPage page) {
        page.say("hello there");
        page.awaitThat(
                "first words in time",
                SILENCE.plus(ChatPage.BUSY),
                any -> any.text().contains("You said:"));
        page.awaitAnswer("hello there");
        awaitReset(page);
        page.say("stream 3 chunks every 4000 ms");
        page.awaitChunks(3);
        assertEquals(ChatPage.upTo(3), page.chunks());
        page.say("stream 300 chunks every 10 ms");
        page.awaitText("[300]");
        page.awaitThat("the end of the turn", ChatPage.PATIENCE, any -> !any.isWorking());
        assertEquals(ChatPage.upTo(300), page.chunks().subList(3, 303));
        page.awaitThat(
                "quiet again", ChatPage.PATIENCE, any -> any.connectionWords().isEmpty());
    }

    /** Waits until the proxy has cut what was idle, and the page has told so in its history. */
    private static void awaitReset(ChatPage page) {
        page.click("#badge");
        page.awaitThat(
                "the reset",
                ChatPage.PATIENCE,
                any -> any.find("#details .history").getText().matches("(?s).* Attempt 1 follows\\..* works\\..*"));
        page.click("#details header button");
    }

    @Test
    void f4ResetsOfStreamsAreSurvived() throws Exception {
        ChatPage page = behind(SecureFront.DEFAULTS);
        assertEquals("sse", page.transport());

        survivesResets(page);

        assertTrue(page.badge().contains("WebSocket cannot be opened."), page.badge());
        browser.picture("http2-resets");
    }

    @Test
    void f4ResetsOfWebSocketsAreSurvived() throws Exception {
        ChatPage page = behind(SecureFront.UPGRADE);
        assertEquals("websocket", page.transport());

        survivesResets(page);
    }

    @Test
    void f4WithBuffersThatNobodyAskedForIsSurvived() throws Exception {
        ChatPage page = behind(SecureFront.DEAF);

        survivesResets(page);

        assertTrue(page.badge().contains("WebSocket cannot be opened."), page.badge());
    }

    @Test
    void theGatewaysOwnTlsMakesTheCookieSecure() throws Exception {
        SelfSigned identity = SelfSigned.in(folder);
        served = Served.demo(withToken(Map.of(
                "http.tls-certificate", identity.certificate().toString(),
                "http.tls-key", identity.key().toString())));
        URI ticket = served.page();
        assertEquals("https", ticket.getScheme());

        ChatPage page = browser.open(ticket);

        assertEquals("websocket", page.awaitConnected());
        assertSecure();
        page.say("hello");
        page.awaitAnswer("You said: hello");
    }

    @Test
    void behindAProxyThatEndsTlsTheCookieIsSecureToo() throws Exception {
        served = Served.demo(withToken(Map.of("allowed-hosts", NAME)));
        front = SecureFront.start(folder, local(served), SILENCE, SecureFront.UPGRADE);

        ChatPage page =
                browser.open(front.page(NAME).resolve("/?" + served.page().getQuery()));

        assertEquals("websocket", page.awaitConnected());
        assertSecure();
    }

    private Map<String, String> withToken(Map<String, String> settings) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "correct-horse-battery");
        Map<String, String> all = new HashMap<>(settings);
        all.put("token-file", token.toString());
        return all;
    }

    private void assertSecure() {
        Set<Cookie> cookies = browser.driver().manage().getCookies();
        assertEquals(1, cookies.size(), cookies::toString);
        Cookie cookie = cookies.iterator().next();
        assertTrue(cookie.getName().startsWith("__Host-fairlead-"), cookie::toString);
        assertTrue(cookie.isSecure(), cookie::toString);
        assertTrue(cookie.isHttpOnly(), cookie::toString);
        assertEquals("Strict", cookie.getSameSite());
        assertFalse(browser.driver().getCurrentUrl().contains("ticket"));
    }
}
