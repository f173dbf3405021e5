// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.fairlead.runtime.json.Json;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The messages of an event stream, in the order in which the JDK's client hands over its lines. */
final class EventLines implements Flow.Subscriber<String> {
    private static final String DATA = "data: ";

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    /** Returns what the JDK's client is to do with the body. */
    BodyHandler<Void> reader() {
        return BodyHandlers.fromLineSubscriber(this);
    }

    /** Waits for the next message that is not Fairlead's own. */
    Object next() throws InterruptedException {
        while (true) {
            String line = messages.poll(FairleadProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertNotNull(line, "No further message came.");
            Object message = Json.read(line);
            if (!String.valueOf(Json.text(message, "method")).startsWith("_fairlead/")) {
                return message;
            }
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.startsWith(DATA)) {
            messages.add(line.substring(DATA.length()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        // who waits for a message learns that it does not come
    }

    @Override
    public void onComplete() {
        // likewise
    }
}
