// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** Lets WebSockets open, and nothing pass through them (F10). */
record SilentTunnel() implements FaultEffect {
    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return new HttpPass(next) {
            @Override
            public void head(HttpHead head) {
                super.head(head);
                if (head.opensTunnel()) {
                    exchange.cut(LinkEnd.VANISH);
                }
            }
        };
    }
}
