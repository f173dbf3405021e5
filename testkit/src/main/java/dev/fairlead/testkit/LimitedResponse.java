// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.function.Predicate;

/** Limits a link from the heads of some answers on, until the answer ends (F4, F11). */
record LimitedResponse(Predicate<HttpHead> which, LinkLimits limits) implements FaultEffect {
    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return new HttpPass(next) {
            @Override
            public void head(HttpHead head) {
                super.head(head);
                if (which.test(head)) {
                    exchange.limit(limits);
                }
            }
        };
    }
}
