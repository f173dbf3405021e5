// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The JDK's HTTP client, which asks for HTTP/2 by upgrade, against {@code fairlead demo}. */
class Http2IT {
    private static final int CHUNKS = 50;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @Test
    void aPromptStreamsOverHttp2() throws Exception {
        try (FairleadProcess server = FairleadProcess.start("demo", "--listen", "127.0.0.1:0")) {
            URI address = server.ready().address();
            HttpResponse<String> initialized = post(address, Caller.INITIALIZE);
            assertEquals(200, initialized.statusCode());
            String connection =
                    initialized.headers().firstValue("Acp-Connection-Id").orElseThrow();
            EventLines ofConnection = new EventLines();
            CompletableFuture<HttpResponse<Void>> stream = open(address, ofConnection, connection);

            assertEquals(
                    202,
                    post(address, request(1, "session/new", "\"cwd\":\"/\",\"mcpServers\":[]"), connection)
                            .statusCode());
            String session = Json.text(ofConnection.next(), "result", "sessionId");
            EventLines ofSession = new EventLines();
            CompletableFuture<HttpResponse<Void>> updates = open(address, ofSession, connection, session);
            String prompt = "\"sessionId\":\"" + session + "\",\"prompt\":[{\"type\":\"text\",\"text\":\"stream "
                    + CHUNKS + " chunks every 2 ms of 200 bytes\"}]";
            assertEquals(
                    202,
                    post(address, request(2, "session/prompt", prompt), connection, session)
                            .statusCode());

            assertEquals(IntStream.rangeClosed(1, CHUNKS).boxed().toList(), chunks(ofSession));
            HttpRequest.Builder delete = HttpRequest.newBuilder(address).DELETE();
            assertEquals(202, send(delete, connection).statusCode());
            for (CompletableFuture<HttpResponse<Void>> ended : List.of(stream, updates)) {
                HttpResponse<Void> response = ended.get(FairleadProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertEquals(200, response.statusCode());
                assertEquals(HttpClient.Version.HTTP_2, response.version());
            }
        }
    }

    /** Returns the numbers of the chunks that come before the response to the prompt. */
    private static List<Integer> chunks(EventLines stream) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        while (true) {
            Object message = stream.next();
            if (Long.valueOf(2).equals(Json.number(message, "id"))) {
                assertEquals("end_turn", Json.text(message, "result", "stopReason"));
                return numbers;
            }
            if ("agent_message_chunk".equals(Json.text(message, "params", "update", "sessionUpdate"))) {
                String text = String.valueOf(Json.text(message, "params", "update", "content", "text"));
                assertEquals(200, text.length());
                numbers.add(Integer.valueOf(text.substring(1, text.indexOf(']'))));
            }
        }
    }

    private CompletableFuture<HttpResponse<Void>> open(URI address, EventLines lines, String... ids) {
        HttpRequest.Builder get = HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
        return client.sendAsync(identified(get, ids), lines.reader());
    }

    private HttpResponse<String> post(URI address, String body, String... ids) throws Exception {
        return send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)),
                ids);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... ids) throws Exception {
        HttpResponse<String> response = client.sendAsync(identified(request, ids), BodyHandlers.ofString())
                .get(FairleadProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(HttpClient.Version.HTTP_2, response.version());
        return response;
    }

    /** Names the connection, and the session if there is one. */
    private static HttpRequest identified(HttpRequest.Builder request, String... ids) {
        assertTrue(ids.length <= 2);
        String[] names = {"Acp-Connection-Id", "Acp-Session-Id"};
        for (int i = 0; i < ids.length; i++) {
            request.header(names[i], ids[i]);
        }
        return request.build();
    }

    private static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }
}
