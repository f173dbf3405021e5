// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Holds answers, their heads too, until they end, or so many bytes have come (F1, F2).
 *
 * @param most how many bytes are held; what is more passes, as many at a time
 */
record HeldResponse(int most) implements FaultEffect {
    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return new Holding(next);
    }

    private final class Holding extends HttpPass {
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private HttpHead head = HttpHead.ofRequest("", List.of());
        private boolean headSent;

        Holding(HttpSink next) {
            super(next);
        }

        @Override
        public void head(HttpHead first) {
            head = first;
            if (first.opensTunnel()) {
                super.head(first);
            }
        }

        @Override
        public void data(ByteBuffer bytes) {
            byte[] more = new byte[bytes.remaining()];
            bytes.get(more);
            held.writeBytes(more);
            if (held.size() >= most) {
                release(head);
            }
        }

        @Override
        public void end() {
            release(headSent || !head.isOpenEnded() ? head : head.sized(held.size()));
            super.end();
        }

        private void release(HttpHead first) {
            if (!headSent) {
                headSent = true;
                super.head(first);
            }
            super.data(ByteBuffer.wrap(held.toByteArray()));
            held.reset();
        }
    }
}
