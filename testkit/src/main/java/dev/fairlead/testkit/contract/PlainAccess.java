// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.http.HttpAccess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;

/** The JDK's HTTP client as it is: no proxy, no token, no cookies. One for all tests, since its threads end with the JVM. */
enum PlainAccess implements HttpAccess {
    INSTANCE;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public HttpClient client() {
        return client;
    }

    @Override
    public HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri);
    }

    @Override
    public WebSocket.Builder webSocket() {
        return client.newWebSocketBuilder();
    }
}
