// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;

/** Answers 429 to polls that are more than so many a second, all clients together (F20). */
final class PollLimit implements FaultEffect {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final HttpAnswer TOO_MANY =
            HttpAnswer.page("429 Too Many Requests").with("Retry-After", "1");

    private final long most;
    private long second = System.nanoTime() - SECOND;
    private long polls;

    PollLimit(long most) {
        this.most = most;
    }

    @Override
    public HttpSink request(HttpSink next, HttpExchange exchange) {
        return new HttpPass(next) {
            @Override
            public void head(HttpHead head) {
                if (isPoll(head) && isTooMany(System.nanoTime())) {
                    exchange.answer(TOO_MANY);
                } else {
                    super.head(head);
                }
            }
        };
    }

    private static boolean isPoll(HttpHead head) {
        return head.method().equals("POST") && head.target().split("\\?", 2)[0].endsWith("/poll");
    }

    private boolean isTooMany(long now) {
        if (now - second >= SECOND) {
            second = now;
            polls = 0;
        }
        polls++;
        return polls > most;
    }
}
