// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The two forms in which events and notices go down. */
enum WebSocketProfile {
    /** The RFD's: a message is a frame, and of the notices only a loss is told. */
    PLAIN {
        @Override
        ByteBuffer frame(Event event) {
            return event.message().utf8();
        }

        @Override
        boolean tells(Notice notice) {
            return notice instanceof Notice.Gap;
        }
    },

    /** {@code fairlead.v1}: a message has its sequence in front, and each notice is a control frame (wire.md 2.4). */
    RESUMABLE {
        @Override
        ByteBuffer frame(Event event) {
            byte[] prefix = (event.sequence() + " ").getBytes(StandardCharsets.US_ASCII);
            int size = Math.addExact(prefix.length, event.message().size());
            ByteBuffer frame = ByteBuffer.allocate(size).put(prefix);
            event.message().copyTo(frame);
            return frame.flip();
        }

        @Override
        boolean tells(Notice notice) {
            return true;
        }
    };

    /** The name under which the resumable profile is offered in a handshake. */
    static final String SUBPROTOCOL = "fairlead.v1";

    /** The most bytes that stand before a message in the resumable profile: a sequence and a space. */
    static final int PREFIX = 20;

    /** Returns an event as the text of one frame. */
    abstract ByteBuffer frame(Event event);

    /** Returns whether a notice is a text frame here. */
    abstract boolean tells(Notice notice);
}
