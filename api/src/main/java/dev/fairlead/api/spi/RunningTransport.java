// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The handle of a transport that serves. Thread-safe. */
@FunctionalInterface
public interface RunningTransport {
    /**
     * Accepts no more wires and ends those that there are: asks first, forces after the grace period. Only the first call counts.
     *
     * @return completes when no thread, port, child process or route of it is left [6.4]
     */
    CompletionStage<Void> stop(Duration grace);
}
