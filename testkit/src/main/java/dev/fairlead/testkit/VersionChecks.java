// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.must;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Which versions of HTTP are spoken. All other checks speak HTTP/1.1; these use the JDK's client, which speaks HTTP/2. */
final class VersionChecks {
    private static final String ROW = "1 · HTTP/2 over TLS (ALPN) and h2c";

    private VersionChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "http-2-post",
                        ROW,
                        "initialize over HTTP/2 is answered with 200 and Acp-Connection-Id over HTTP/2.",
                        trial -> connect(trial, client())),
                must(
                        "http-2-stream",
                        ROW,
                        "The connection stream comes over HTTP/2, while requests are posted over the same connection.",
                        VersionChecks::stream));
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    private static HttpRequest.Builder request(Trial trial) {
        Subject subject = trial.subject();
        HttpRequest.Builder request = HttpRequest.newBuilder(subject.endpoint()).timeout(subject.patience());
        if (!subject.token().isEmpty()) {
            request.header("Authorization", "Bearer " + subject.token());
        }
        return request;
    }

    /** Initializes over HTTP/2 and returns the connection id. The GET before it carries the upgrade of h2c, which has no body. */
    private static String connect(Trial trial, HttpClient client) throws IOException, InterruptedException {
        client.send(request(trial).header("Accept", "text/event-stream").build(), BodyHandlers.discarding());
        HttpResponse<String> answer = client.send(
                request(trial)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Rpc.initialize("1")))
                        .build(),
                BodyHandlers.ofString());
        Expect.equal("version", HttpClient.Version.HTTP_2, answer.version());
        Expect.equal("status", 200, answer.statusCode());
        String id = answer.headers().firstValue(Request.CONNECTION).orElse("");
        Expect.that(!id.isBlank(), "the answer has no Acp-Connection-Id");
        return id;
    }

    private static void stream(Trial trial) throws IOException, InterruptedException {
        HttpClient client = client();
        String id = connect(trial, client);
        HttpResponse<Stream<String>> stream = client.send(
                request(trial)
                        .header("Accept", "text/event-stream")
                        .header(Request.CONNECTION, id)
                        .build(),
                BodyHandlers.ofLines());
        Expect.equal("version", HttpClient.Version.HTTP_2, stream.version());
        Expect.equal("status", 200, stream.statusCode());
        CompletableFuture<String> data = CompletableFuture.supplyAsync(() -> stream.body()
                .filter(line -> line.startsWith("data:"))
                .findFirst()
                .orElse("the stream ended"));
        client.send(
                request(trial)
                        .header("Content-Type", "application/json")
                        .header(Request.CONNECTION, id)
                        .POST(BodyPublishers.ofString(Rpc.request("2", "_conformance/unknown", "{}")))
                        .build(),
                BodyHandlers.discarding());
        String line = await(trial, data);
        Expect.that(line.contains("\"id\":2"), "expected the response to request 2 but was " + line);
        client.send(request(trial).header(Request.CONNECTION, id).DELETE().build(), BodyHandlers.discarding());
    }

    private static String await(Trial trial, CompletableFuture<String> data) throws InterruptedException {
        try {
            return data.get(trial.subject().patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ConformanceFailure("no message came over HTTP/2");
        } catch (ExecutionException e) {
            throw new ConformanceFailure("the stream over HTTP/2 broke: " + e.getCause());
        }
    }
}
