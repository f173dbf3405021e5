// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.function.Predicate;

/** Answers some requests instead of the target. */
record Refusal(Predicate<HttpHead> whom, HttpAnswer answer) implements FaultEffect {
    @Override
    public HttpSink request(HttpSink next, HttpExchange exchange) {
        if (!whom.test(exchange.request())) {
            return next;
        }
        return new HttpPass(HttpSink.NOWHERE) {
            @Override
            public void head(HttpHead head) {
                exchange.answer(answer);
            }
        };
    }
}
