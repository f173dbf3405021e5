// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The handle of an engine that listens. Thread-safe. */
public interface RunningEngine {
    /** Returns the address that it listens on, with the port that was picked. */
    InetSocketAddress address();

    /** Returns whether it speaks TLS. */
    boolean isSecure();

    /**
     * Closes the port, lets calls under way end within the grace period, then cuts them. Only the first call counts.
     *
     * @return completes when no thread and no port of it is left [6.4]
     */
    CompletionStage<Void> stop(Duration grace);
}
