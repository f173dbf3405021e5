// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.runtime.connection.Timers;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a connection needs of the connector that it belongs to.
 *
 * @param target what to reach
 * @param ways what may carry it, the best first
 * @param http how to reach HTTP servers
 * @param settings what was set
 * @param connect the part of it that is the connector's own
 * @param memory which transport worked
 * @param timers the time
 * @param random makes names, and spreads retries
 * @param farewell ends the connection of that id at the gateway; never fails
 * @param renewing whether a connection that is gone is begun anew
 */
record Surroundings(
        Target target,
        List<Way> ways,
        @Nullable HttpAccess http,
        Settings settings,
        ConnectSettings connect,
        PathMemory memory,
        Timers timers,
        RandomGenerator random,
        Function<String, CompletionStage<Void>> farewell,
        boolean renewing) {
    /** Returns a name that nobody else has or guesses (wire.md 2.6). */
    String newName() {
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }
}
