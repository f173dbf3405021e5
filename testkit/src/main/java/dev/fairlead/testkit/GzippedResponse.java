// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Compresses answers for clients that accept gzip, in blocks: what does not fill one waits for the end (F3). */
record GzippedResponse() implements FaultEffect {
    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return exchange.request().value("accept-encoding").contains("gzip") ? new Gzipping(next) : next;
    }

    private static final class Gzipping extends HttpPass {
        private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        private boolean passing;
        private GZIPOutputStream gzip;

        Gzipping(HttpSink next) {
            super(next);
            try {
                gzip = new GZIPOutputStream(compressed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void head(HttpHead head) {
            passing = head.framing() == HttpFraming.NONE
                    || !head.value("content-encoding").isEmpty();
            super.head(passing ? head : head.chunked().with("Content-Encoding", "gzip"));
        }

        @Override
        public void data(ByteBuffer bytes) {
            if (passing) {
                super.data(bytes);
                return;
            }
            byte[] more = new byte[bytes.remaining()];
            bytes.get(more);
            try {
                gzip.write(more);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            flush();
        }

        @Override
        public void end() {
            if (!passing) {
                try {
                    gzip.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                flush();
            }
            super.end();
        }

        private void flush() {
            super.data(ByteBuffer.wrap(compressed.toByteArray()));
            compressed.reset();
        }
    }
}
