// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;

/**
 * The way out to HTTP servers, shared by all that dial one address: proxy, trust, cookies (RFC 6265), token and headers stand here
 * once. Thread-safe.
 */
public interface HttpAccess {
    /** Returns the client that sends requests; it keeps the cookies and knows the proxies. */
    HttpClient client();

    /** Begins a request with what every request to that server carries: {@code Authorization} and the configured headers. */
    HttpRequest.Builder request(URI uri);

    /** Begins a WebSocket handshake with the same. */
    WebSocket.Builder webSocket();
}
