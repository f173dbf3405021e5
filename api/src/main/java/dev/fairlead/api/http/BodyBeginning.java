// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads a few KiB of a body that was not expected, for {@link UnexpectedAnswer}, and lets the rest go. */
public final class BodyBeginning implements HttpResponse.BodySubscriber<String> {
    private static final int MOST_BYTES = 8 << 10;

    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    private Flow.@Nullable Subscription subscription;

    /** Creates a reader for one body. */
    public BodyBeginning() {}

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        for (ByteBuffer item : items) {
            int length = Math.min(item.remaining(), bytes.remaining());
            bytes.put(item.slice(item.position(), length));
        }
        if (subscription == null) {
            return;
        }
        if (bytes.hasRemaining()) {
            subscription.request(1);
        } else {
            subscription.cancel();
            onComplete();
        }
    }

    @Override
    public void onError(Throwable failure) {
        onComplete(); // what came is better than nothing
    }

    @Override
    public void onComplete() {
        text.complete(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    }
}
