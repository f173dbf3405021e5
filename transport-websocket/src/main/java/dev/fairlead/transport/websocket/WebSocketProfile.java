// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.nio.ByteBuffer;
import java.util.List;

/** The two forms in which events and notices go down. */
enum WebSocketProfile {
    /** The RFD's: a message is a frame, and of the notices only a loss is told. */
    PLAIN {
        @Override
        Iterable<ByteBuffer> frames(List<Event> batch) {
            return () -> batch.stream().map(event -> event.message().utf8()).iterator();
        }

        @Override
        boolean tells(Notice notice) {
            return notice instanceof Notice.Gap;
        }
    },

    /** {@code fairlead.v1}: a message has its sequence in front, and each notice is a control frame (wire.md 2.4). */
    RESUMABLE {
        @Override
        Iterable<ByteBuffer> frames(List<Event> batch) {
            return () -> new NumberedFrames(batch);
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

    /** Returns each event of a batch as the text of one frame; it is there until the next is asked for. */
    abstract Iterable<ByteBuffer> frames(List<Event> batch);

    /** Returns whether a notice is a text frame here. */
    abstract boolean tells(Notice notice);
}
