// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers for a while which transport worked, for each origin and network (wire.md 2.7). Thread-safe. */
public interface PathMemory {
    /** Returns the id of the transport that worked on that path not long ago, or null. */
    @Nullable String recall(String path);

    /** Remembers that a transport works on that path. */
    void remember(String path, String transport);

    /** Returns a memory that lasts as long as this JVM. */
    static PathMemory inMemory() {
        Map<String, Remembered> paths = new ConcurrentHashMap<>();
        return new PathMemory() {
            @Override
            public @Nullable String recall(String path) {
                Remembered remembered = paths.get(path);
                return remembered == null || remembered.isOver() ? null : remembered.transport();
            }

            @Override
            public void remember(String path, String transport) {
                paths.values().removeIf(Remembered::isOver);
                paths.put(path, Remembered.now(transport));
            }
        };
    }
}
