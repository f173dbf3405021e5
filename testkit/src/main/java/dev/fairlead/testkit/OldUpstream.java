// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** Asks the target in HTTP/1.0, and passes its answers on in blocks (F2). */
record OldUpstream(long blockBytes) implements FaultEffect {
    @Override
    public HttpSink request(HttpSink next, HttpExchange exchange) {
        return new HttpPass(next) {
            @Override
            public void head(HttpHead head) {
                super.head(head.startingWith(head.method() + " " + head.target() + " HTTP/1.0")
                        .without("upgrade")
                        .closing());
            }
        };
    }

    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return new HeldResponse((int) blockBytes).response(next, exchange);
    }
}
