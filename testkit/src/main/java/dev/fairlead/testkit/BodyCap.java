// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;

/** Refuses requests whose body is larger than so many bytes (F17). */
record BodyCap(long most) implements FaultEffect {
    private static final HttpAnswer TOO_LARGE = HttpAnswer.page("413 Request Entity Too Large");

    @Override
    public HttpSink request(HttpSink next, HttpExchange exchange) {
        return new HttpPass(next) {
            private long left = most;

            @Override
            public void head(HttpHead head) {
                if (head.framing() == HttpFraming.SIZED && head.length() > most) {
                    exchange.answer(TOO_LARGE);
                } else {
                    super.head(head);
                }
            }

            @Override
            public void data(ByteBuffer bytes) {
                left -= bytes.remaining();
                if (left < 0) {
                    exchange.answer(TOO_LARGE);
                } else {
                    super.data(bytes);
                }
            }
        };
    }
}
