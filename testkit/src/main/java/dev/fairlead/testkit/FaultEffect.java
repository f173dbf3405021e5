// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.Closeable;

/** What a {@link Fault} does, once it is on. It does what it overrides; all but {@link #begin} is called by the proxy's thread. */
interface FaultEffect {
    /** Changes how a link behaves, known by its number. */
    default LinkConditions conditions(LinkConditions before, int link) {
        return before;
    }

    /** Stands between a request and where it goes. */
    default HttpSink request(HttpSink next, HttpExchange exchange) {
        return next;
    }

    /** Stands between the target's answer and where it goes. */
    default HttpSink response(HttpSink next, HttpExchange exchange) {
        return next;
    }

    /** Begins what goes on by itself, until it is closed. */
    default Closeable begin(FaultProxy proxy) {
        return () -> {};
    }
}
