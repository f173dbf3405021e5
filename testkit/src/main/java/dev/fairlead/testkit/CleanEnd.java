// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;

/** Ends answers of untold length after so many bytes, as if they had ended by themselves (F5). */
record CleanEnd(long most) implements FaultEffect {
    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return new HttpPass(next) {
            private boolean openEnded;
            private long left = most;

            @Override
            public void head(HttpHead head) {
                openEnded = head.isOpenEnded();
                super.head(head);
            }

            @Override
            public void data(ByteBuffer bytes) {
                if (!openEnded || bytes.remaining() < left) {
                    left -= bytes.remaining();
                    super.data(bytes);
                } else if (left > 0) {
                    super.data(bytes.slice(bytes.position(), (int) left));
                    left = 0;
                    super.end();
                    exchange.cut(LinkEnd.FIN);
                }
            }
        };
    }
}
