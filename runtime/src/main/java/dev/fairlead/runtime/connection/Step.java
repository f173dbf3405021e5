// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next thing that a {@link Reader} puts on its wire.
 *
 * @param events a batch, or empty
 * @param notice a notice, if it is not a batch
 * @param end why the wire is to be closed behind the notice, if it is the last step
 */
record Step(
        List<Event> events,
        @Nullable Notice notice,
        @Nullable CloseReason end) {
    static Step of(List<Event> events) {
        return new Step(events, null, null);
    }

    static Step of(Notice notice) {
        return new Step(List.of(), notice, null);
    }

    static Step last(CloseReason why) {
        return new Step(List.of(), new Notice.End(why), why);
    }

    long bytes() {
        long bytes = 0;
        for (Event event : events) {
            bytes += event.message().size();
        }
        return bytes;
    }
}
