// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.spi.Event;
import java.nio.ByteBuffer;
import java.util.List;

/** Puts messages between what stands around them. */
final class Frames {
    private Frames() {}

    /**
     * Returns frames with the messages of events between them, in an array of just its size: the only copy of the messages.
     *
     * @param frames one more than there are events
     */
    static byte[] around(List<Event> events, List<byte[]> frames) {
        int size = 0;
        for (byte[] frame : frames) {
            size = Math.addExact(size, frame.length);
        }
        for (Event event : events) {
            size = Math.addExact(size, event.message().size());
        }
        byte[] all = new byte[size];
        ByteBuffer bytes = ByteBuffer.wrap(all).put(frames.get(0));
        for (int i = 0; i < events.size(); i++) {
            events.get(i).message().copyTo(bytes);
            bytes.put(frames.get(i + 1));
        }
        return all;
    }
}
