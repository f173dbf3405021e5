// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** Carries a {@link ResumingClient}'s messages both ways, and connects again at once when it is cut, until it is closed. */
interface Carrier extends AutoCloseable {
    /** Begins to carry. */
    void start() throws InterruptedException;

    /** Learns of a session whose stream it is to carry. */
    void open(String sessionId);

    /** Ends without a word to the gateway; returns when no thread of it is left. */
    @Override
    void close();
}
