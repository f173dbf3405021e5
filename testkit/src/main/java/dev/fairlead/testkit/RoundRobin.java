// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.Closeable;

/** Leads links to the targets in turn, one exchange on each (F21). */
record RoundRobin() implements FaultEffect {
    @Override
    public HttpSink response(HttpSink next, HttpExchange exchange) {
        return new HttpPass(next) {
            @Override
            public void head(HttpHead head) {
                super.head(head.opensTunnel() ? head : head.closing());
            }

            @Override
            public void end() {
                super.end();
                exchange.cut(LinkEnd.FIN);
            }
        };
    }

    @Override
    public Closeable begin(FaultProxy proxy) {
        proxy.useAllTargets(true);
        return () -> proxy.useAllTargets(false);
    }
}
