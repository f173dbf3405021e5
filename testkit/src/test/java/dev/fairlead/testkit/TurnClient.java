// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A client that the fault matrix puts to the test. Whatever does not come about fails its stage, with a sentence for people. */
interface TurnClient extends AutoCloseable {
    /** Makes clients of one kind. */
    interface Kind {
        /**
         * Makes a client that has not begun.
         *
         * @param transport what it may use, {@code auto} for what it finds
         * @param settings more settings of Fairlead
         */
        TurnClient make(URI endpoint, String transport, Map<String, String> settings);
    }

    /** Connects, initializes, and begins a session, whose id is returned. */
    CompletableFuture<String> begin();

    /** Prompts; completes with the final answer, behind all chunks. */
    CompletableFuture<Json> prompt(String sessionId, String text);

    /** Returns the number of the last chunk, 0 if none came. */
    int chunks();

    /** Returns how long after the prompt the first chunk came; negative if none did. */
    Duration firstChunk();

    /** Returns what came twice, too late or in the wrong order. */
    List<String> faults();

    /** Returns which transport carried the end of it. */
    String transport();

    @Override
    void close();
}
