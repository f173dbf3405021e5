// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.http.HttpAccess;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a connection at its gateway by DELETE (wire.md 1). Whatever the answer is, or if there is none, the connection is left. */
final class Farewell implements Function<String, CompletionStage<Void>> {
    private static final Logger log = LoggerFactory.getLogger(Farewell.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpAccess http;
    private final URI uri;

    Farewell(HttpAccess http, URI uri) {
        this.http = http;
        this.uri = uri;
    }

    @Override
    public CompletionStage<Void> apply(String connectionId) {
        return http.client()
                .sendAsync(
                        http.request(uri)
                                .DELETE()
                                .header("Acp-Connection-Id", connectionId)
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .handle((answer, failure) -> {
                    if (failure != null) {
                        log.debug("The gateway was not told of the end: {}", failure.getMessage());
                    }
                    return null;
                });
    }
}
