// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Collects a message, for whoever needs all of it at once. */
abstract class WholeMessage implements HttpSink {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HttpHead head;

    @Override
    public void head(HttpHead first) {
        head = first;
    }

    @Override
    public void data(ByteBuffer bytes) {
        byte[] more = new byte[bytes.remaining()];
        bytes.get(more);
        body.writeBytes(more);
    }

    @Override
    public void end() {
        HttpHead first = head;
        if (first != null) {
            whole(first, body.toByteArray());
        }
    }

    /** Takes the message. */
    abstract void whole(HttpHead first, byte[] bytes);

    /** Passes a message on. */
    static void pass(HttpHead head, byte[] body, HttpSink next) {
        next.head(head);
        next.data(ByteBuffer.wrap(body));
        next.end();
    }
}
