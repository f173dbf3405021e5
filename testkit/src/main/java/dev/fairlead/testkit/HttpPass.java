// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;

/** Passes a message on; to be extended with what is to be different. */
class HttpPass implements HttpSink {
    private final HttpSink next;

    HttpPass(HttpSink next) {
        this.next = next;
    }

    @Override
    public void head(HttpHead head) {
        next.head(head);
    }

    @Override
    public void data(ByteBuffer bytes) {
        next.data(bytes);
    }

    @Override
    public void end() {
        next.end();
    }
}
