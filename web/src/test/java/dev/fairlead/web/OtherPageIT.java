// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fairlead.js} in a page of somebody else, of another origin than the gateway. */
class OtherPageIT {
    private static final String PAGE =
            "<!doctype html><title>another page</title><link rel=icon href='data:,'><script type=module src=/page.js></script>";

    private static final String SCRIPT = """
            import { connect } from "/fairlead/fairlead.js";
            globalThis.said = "";
            const asked = new URLSearchParams(location.search);
            const connection = await connect(asked.get("gateway"), {
              transport: asked.get("transport"),
              initialize: { protocolVersion: 1, clientCapabilities: {} },
            });
            connection.on("message", ({ params }) => (said += params?.update?.content?.text ?? ""));
            connection.on("status", ({ phase, detail }) => (document.body.textContent = `${phase} ${detail}`));
            connection.on("open", async () => {
              const { sessionId } = await connection.request("session/new", { cwd: "/", mcpServers: [] }).answer;
              const prompt = [{ type: "text", text: "Hello" }];
              const { stopReason } = await connection.request("session/prompt", { sessionId, prompt }).answer;
              said += stopReason;
            });
            """;

    private final Browser browser = Browser.get();
    private HttpServer other;
    private Served served;

    @BeforeEach
    void serve() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", OtherPageIT::answer);
        other.start();
    }

    @AfterEach
    void close() {
        other.stop(0);
        served.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = switch (path) {
            case "/" -> PAGE.getBytes(UTF_8);
            case "/page.js" -> SCRIPT.getBytes(UTF_8);
            default -> {
                try (InputStream file = SiteFiles.class.getResourceAsStream("site" + path)) {
                    yield file.readAllBytes();
                }
            }
        };
        exchange.getResponseHeaders().set("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private ChatPage open(String transport) {
        return browser.open(URI.create(origin() + "/?transport=" + transport + "&gateway="
                + served.gateway().address()));
    }

    private String origin() {
        return "http://127.0.0.1:" + other.getAddress().getPort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "websocket", "sse", "polling"})
    void talksWithTheAgentByEachTransport(String transport) {
        served = Served.demo(Map.of("allowed-origins", origin()));
        ChatPage page = open(transport);
        page.awaitThat(
                "the answer",
                ChatPage.PATIENCE,
                any -> any.script("return said").contains("You said: Hello"));
        page.awaitThat(
                "the end", ChatPage.PATIENCE, any -> any.script("return said").endsWith("end_turn"));
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void isRefusedWhereNobodyAllowedItsOrigin() {
        served = Served.demo();
        ChatPage page = open("auto");
        page.awaitThat(
                "that it does not come in",
                ChatPage.PATIENCE,
                any -> any.script("return document.body.textContent").startsWith("waiting"));
        assertEquals(0, served.gateway().connections());
        assertEquals("", page.script("return said"));
    }
}
