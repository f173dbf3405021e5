// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;

/** Sends each POST several times, one after the other, and passes the last answer on (F13). */
record Replay(int times) implements FaultEffect {
    @Override
    public HttpSink request(HttpSink next, HttpExchange exchange) {
        if (!isReplayed(exchange)) {
            return next;
        }
        return new WholeMessage() {
            @Override
            void whole(HttpHead head, byte[] body) {
                for (int i = 0; i < times; i++) {
                    pass(head, body, next);
                }
            }
        };
    }

    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return isReplayed(exchange) ? new LastOnly(next, times) : next;
    }

    private static boolean isReplayed(HttpExchange exchange) {
        return exchange.request().method().equals("POST");
    }

    private static final class LastOnly extends HttpPass {
        private int left;

        LastOnly(HttpSink next, int times) {
            super(next);
            left = times;
        }

        @Override
        public void head(HttpHead head) {
            left--;
            if (left == 0) {
                super.head(head);
            }
        }

        @Override
        public void data(ByteBuffer bytes) {
            if (left == 0) {
                super.data(bytes);
            }
        }

        @Override
        public void end() {
            if (left == 0) {
                super.end();
            }
        }
    }
}
