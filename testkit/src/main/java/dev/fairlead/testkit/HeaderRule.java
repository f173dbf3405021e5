// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.function.Predicate;

/**
 * Drops headers by their lower-case names.
 *
 * @param ofRequests those of requests
 * @param ofResponses those of answers
 */
record HeaderRule(Predicate<String> ofRequests, Predicate<String> ofResponses) implements FaultEffect {
    @Override
    public HttpSink request(HttpSink next, HttpExchange exchange) {
        return dropping(ofRequests, next);
    }

    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return dropping(ofResponses, next);
    }

    private static HttpSink dropping(Predicate<String> names, HttpSink next) {
        return new HttpPass(next) {
            @Override
            public void head(HttpHead head) {
                super.head(head.without(names));
            }
        };
    }
}
