// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was said in a session, as updates, the oldest first. Bounded: the oldest are forgotten, and the replay says so. */
final class DemoHistory {
    /** In characters of JSON text. */
    static final int LIMIT = 128 << 10;

    static final String FORGOTTEN = SessionUpdates.words("[I no longer know what was said before this.]\n");

    private final Deque<String> updates = new ArrayDeque<>();
    private int size;
    private boolean forgot;

    void add(String update) {
        updates.add(update);
        size += update.length();
        while (size > LIMIT) {
            size -= updates.remove().length();
            forgot = true;
        }
    }

    /** Returns all that is known. */
    List<String> replay() {
        List<String> replay = new ArrayList<>(updates.size() + 1);
        if (forgot) {
            replay.add(FORGOTTEN);
        }
        replay.addAll(updates);
        return replay;
    }
}
