// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.http.WebSocketUpgrade;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The opening handshake, the server's side (RFC 6455 §4.2). */
final class WebSocketHandshake {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private WebSocketHandshake() {}

    /** Returns whether a request is a well-formed handshake. HTTP/2 has another one (RFC 8441), which is not served. */
    static boolean isOne(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        return exchange.getConnection() instanceof HttpServerConnection
                && exchange.getProtocol().equals(Protocols.HTTP_1_1)
                && exchange.getRequestMethod().equals(Methods.GET)
                && exchange.isRequestComplete()
                && names(headers.get(Headers.UPGRADE), "websocket")
                && names(headers.get(Headers.CONNECTION), "upgrade")
                && "13".equals(headers.getFirst(Headers.SEC_WEB_SOCKET_VERSION))
                && isKey(headers.getFirst(Headers.SEC_WEB_SOCKET_KEY));
    }

    /** Sets the headers of the 101. */
    static void accept(HttpServerExchange exchange, WebSocketUpgrade upgrade) {
        HeaderMap answer = exchange.getResponseHeaders();
        upgrade.headers().forEach((name, value) -> answer.put(HttpString.tryFromString(name), value));
        answer.put(Headers.UPGRADE, "websocket");
        answer.put(
                Headers.SEC_WEB_SOCKET_ACCEPT,
                acceptance(exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_KEY)));
        if (upgrade.subprotocol() != null) {
            answer.put(Headers.SEC_WEB_SOCKET_PROTOCOL, upgrade.subprotocol());
        }
    }

    private static String acceptance(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1.", e);
        }
    }

    private static boolean names(@Nullable HeaderValues values, String token) {
        return values != null
                && values.stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .anyMatch(value -> value.strip().equalsIgnoreCase(token));
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
