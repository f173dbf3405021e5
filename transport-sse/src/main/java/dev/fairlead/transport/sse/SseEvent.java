// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import org.jspecify.annotations.Nullable;

/** One event of an event stream, as it was dispatched (WHATWG HTML §9.2.6). */
final class SseEvent {
    private final String type;
    private final @Nullable String id;
    private final byte[] data;

    /**
     * Creates an event.
     *
     * @param type what {@code event:} named, or empty
     * @param id what {@code id:} of this very event named, or null
     * @param data the lines of {@code data:}, joined by LF; given away
     */
    SseEvent(String type, @Nullable String id, byte[] data) {
        this.type = type;
        this.id = id;
        this.data = data;
    }

    String type() {
        return type;
    }

    @Nullable String id() {
        return id;
    }

    byte[] data() {
        return data;
    }
}
