// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.Notice;

/** Up to where messages have come, whatever wire brought them. Guarded by its connection. */
final class Cursor {
    private long sequence;

    /** Returns the number of the newest message that came. */
    long sequence() {
        return sequence;
    }

    /** Takes note of a message; returns false if it came before. */
    boolean take(long number) {
        if (number <= sequence) {
            return false;
        }
        sequence = number;
        return true;
    }

    /**
     * Takes note of a gap; returns false if another wire has brought what is missing in it.
     *
     * @param after the cursor that its wire was dialled with; a gap before that says that we were beyond the end
     */
    boolean skip(Notice.Gap gap, long after) {
        boolean isNumbered = gap.to() > 0;
        if (isNumbered && gap.from() <= after) {
            sequence = gap.from() - 1;
        } else if (isNumbered && gap.to() <= sequence) {
            return false;
        } else {
            sequence = Math.max(sequence, gap.to());
        }
        return true;
    }

    /** Begins at the beginning, of another connection. */
    void restart() {
        sequence = 0;
    }
}
