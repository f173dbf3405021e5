// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;

/** Takes an HTTP message as it comes, part by part: one head, its body in any number of pieces, its end. Never told of a body that was cut. */
interface HttpSink {
    /** Takes nothing to heart. */
    HttpSink NOWHERE = new HttpSink() {
        @Override
        public void head(HttpHead head) {}

        @Override
        public void data(ByteBuffer bytes) {}

        @Override
        public void end() {}
    };

    /** Takes the head. Nothing follows the head of a message that {@linkplain HttpHead#opensTunnel opens a tunnel}. */
    void head(HttpHead head);

    /** Takes a piece of the body, without its framing; given away. */
    void data(ByteBuffer bytes);

    /** Takes the end. */
    void end();
}
