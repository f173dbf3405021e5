// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers from memory what was asked before with the same method, target and body, whatever the headers say of caching (F14). Keeps
 * complete answers with status 200.
 */
final class AnswerCache implements FaultEffect {
    private static final int MOST_ANSWERS = 256;
    private static final int MOST_BYTES = 1 << 20;

    private record Kept(HttpAnswer answer, long since) {}

    private final long nanos;
    private final Map<List<String>, Kept> answers = new LinkedHashMap<>();
    private final Map<HttpExchange, List<String>> questions = new WeakHashMap<>();

    /** Makes an empty one that keeps answers for that long. */
    AnswerCache(Duration time) {
        this.nanos = time.toNanos();
    }

    @Override
    public HttpSink request(HttpSink next, HttpExchange exchange) {
        if (!isCached(exchange)) {
            return next;
        }
        return new WholeMessage() {
            @Override
            void whole(HttpHead head, byte[] body) {
                List<String> question =
                        List.of(head.method(), head.target(), new String(body, StandardCharsets.ISO_8859_1));
                HttpAnswer known = fresh(question);
                if (known == null) {
                    questions.put(exchange, question);
                    pass(head, body, next);
                } else {
                    exchange.answer(known);
                }
            }
        };
    }

    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return isCached(exchange) ? new Keeping(next, exchange) : next;
    }

    private static boolean isCached(HttpExchange exchange) {
        HttpHead request = exchange.request();
        return request.method().matches("GET|POST") && !request.asksForWebSocket();
    }

    private @Nullable HttpAnswer fresh(List<String> question) {
        Kept kept = answers.get(question);
        return kept == null || System.nanoTime() - kept.since() > nanos ? null : kept.answer();
    }

    private void keep(List<String> question, HttpAnswer answer) {
        if (answers.size() == MOST_ANSWERS) {
            answers.remove(answers.keySet().iterator().next());
        }
        answers.put(question, new Kept(answer, System.nanoTime()));
    }

    private final class Keeping extends HttpPass {
        private final HttpExchange exchange;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable HttpHead head;

        Keeping(HttpSink next, HttpExchange exchange) {
            super(next);
            this.exchange = exchange;
        }

        @Override
        public void head(HttpHead first) {
            head = first.status() == 200 ? first : null;
            super.head(first);
        }

        @Override
        public void data(ByteBuffer bytes) {
            byte[] more = new byte[bytes.remaining()];
            bytes.duplicate().get(more);
            body.writeBytes(more);
            if (body.size() > MOST_BYTES) {
                head = null;
                body.reset();
            }
            super.data(bytes);
        }

        @Override
        public void end() {
            HttpHead first = head;
            List<String> question = questions.remove(exchange);
            if (first != null && question != null) {
                keep(question, new HttpAnswer(first.sized(body.size()), ByteBuffer.wrap(body.toByteArray())));
            }
            super.end();
        }
    }
}
