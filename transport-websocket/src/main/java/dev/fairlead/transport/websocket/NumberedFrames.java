// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.spi.Event;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/** The events of a batch, each with its sequence in front: {@code <sequence> <message>} (wire.md 2.4), one after the other in one buffer. */
final class NumberedFrames implements Iterator<ByteBuffer> {
    private final Iterator<Event> events;
    private final ByteBuffer frame;

    NumberedFrames(List<Event> batch) {
        int longest = 0;
        for (Event event : batch) {
            longest = Math.max(longest, event.message().size());
        }
        this.events = batch.iterator();
        this.frame = ByteBuffer.allocate(Math.addExact(longest, WebSocketProfile.PREFIX));
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    /** Returns the next frame, which is there until the one after it is asked for. */
    @Override
    public ByteBuffer next() {
        Event event = events.next();
        frame.clear();
        event.putSequence(frame);
        frame.put((byte) ' ');
        event.message().copyTo(frame);
        return frame.flip();
    }
}
