// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The two forms in which events and notices go down. */
enum WebSocketProfile {
    /** The RFD's: a message is a frame, and of the notices only a loss is told. */
    PLAIN {
        @Override
        List<ByteBuffer> frames(List<Event> batch) {
            return batch.stream().map(event -> event.message().utf8()).toList();
        }

        @Override
        boolean tells(Notice notice) {
            return notice instanceof Notice.Gap;
        }
    },

    /** {@code fairlead.v1}: a message has its sequence in front, and each notice is a control frame (wire.md 2.4). */
    RESUMABLE {
        @Override
        List<ByteBuffer> frames(List<Event> batch) {
            int size = 0;
            for (Event event : batch) {
                size = Math.addExact(
                        size, digits(event.sequence()) + 1 + event.message().size());
            }
            ByteBuffer bytes = ByteBuffer.allocate(size);
            List<ByteBuffer> frames = new ArrayList<>(batch.size());
            for (Event event : batch) {
                int start = bytes.position();
                putNumber(bytes, event.sequence());
                bytes.put((byte) ' ');
                event.message().copyTo(bytes);
                frames.add(bytes.slice(start, bytes.position() - start));
            }
            return frames;
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

    /** Returns each event of a batch as the text of one frame. */
    abstract List<ByteBuffer> frames(List<Event> batch);

    /** Returns whether a notice is a text frame here. */
    abstract boolean tells(Notice notice);

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static void putNumber(ByteBuffer bytes, long number) {
        int at = bytes.position() + digits(number);
        bytes.position(at);
        long rest = number;
        do {
            bytes.put(--at, (byte) ('0' + rest % 10));
            rest /= 10;
        } while (rest > 0);
    }
}
