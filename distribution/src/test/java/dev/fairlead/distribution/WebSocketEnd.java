// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * How a WebSocket ended.
 *
 * @param status the status of its close frame
 * @param reason the sentence in it
 */
record WebSocketEnd(int status, String reason) {

    /** Opens a WebSocket with the JDK's client, sends one text, and waits until the server closes it. */
    static WebSocketEnd after(URI endpoint, String text) throws Exception {
        CompletableFuture<WebSocketEnd> end = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(endpoint.toString().replaceFirst("^http", "ws")), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                        end.complete(new WebSocketEnd(status, reason));
                        return CompletableFuture.completedStage(null);
                    }

                    @Override
                    public void onError(WebSocket socket, Throwable failure) {
                        end.completeExceptionally(failure);
                    }
                })
                .get(FairleadProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var unused = socket.sendText(text, true); // what matters is how it ends
        return end.get(FairleadProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
