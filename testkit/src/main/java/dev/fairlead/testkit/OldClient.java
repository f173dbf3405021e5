// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** Answers in HTTP/1.0, which knows no chunked coding, and refuses chunked requests (F19). */
record OldClient() implements FaultEffect {
    @Override
    public HttpSink request(HttpSink next, HttpExchange exchange) {
        return new HttpPass(next) {
            @Override
            public void head(HttpHead head) {
                if (head.framing() == HttpFraming.CHUNKED) {
                    exchange.answer(HttpAnswer.page("411 Length Required"));
                } else {
                    super.head(head.without("upgrade"));
                }
            }
        };
    }

    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return new HttpPass(next) {
            @Override
            public void head(HttpHead head) {
                HttpHead old = head.startingWith(head.start().replaceFirst("HTTP/1.1", "HTTP/1.0"));
                super.head(head.isOpenEnded() ? old.untilClose() : old.closing());
            }

            @Override
            public void end() {
                super.end();
                exchange.cut(LinkEnd.FIN);
            }
        };
    }
}
