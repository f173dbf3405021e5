// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.transport.polling.PollExchange.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The polls of a wire that are under way, and the pause after one that failed. Used in turns alone. */
final class Asking {
    private final PollExchange exchange;
    private final String client;
    private final Executor turns;
    private final Map<Long, CompletableFuture<Outcome>> underWay = new HashMap<>(4);
    private boolean pausing;

    /**
     * Creates it.
     *
     * @param client our name
     * @param turns runs what follows from an outcome or a pause; after the end it runs nothing
     */
    Asking(PollExchange exchange, String client, Executor turns) {
        this.exchange = exchange;
        this.client = client;
        this.turns = turns;
    }

    /** Returns the next poll: it carries a load, acknowledges what was heard, and may be answered as late as that. */
    PollQuestion question(Writing.Load load, Hearing heard, Duration wait) {
        return new PollQuestion(
                exchange.number(), heard.connectionId(), client, heard.cursor(), wait, load.messages(), load.skipped());
    }

    /** Sends a poll. */
    void ask(PollQuestion question, Consumer<Outcome> then) {
        CompletableFuture<Outcome> asking = exchange.ask(question);
        underWay.put(question.poll(), asking);
        var unused = asking.thenAcceptAsync(
                outcome -> {
                    underWay.remove(question.poll());
                    then.accept(outcome);
                },
                turns);
    }

    /** Waits a while. */
    void pause(Duration time, Runnable then) {
        pausing = true;
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> turns.execute(() -> {
                    pausing = false;
                    then.run();
                }));
    }

    boolean isPausing() {
        return pausing;
    }

    /** Ends what is under way. */
    void end() {
        underWay.values().forEach(asking -> asking.cancel(true));
        underWay.clear();
    }
}
