// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.time.Duration;

/**
 * How long an agent may take to end.
 *
 * @param terminateAfter from the end of its stdin to SIGTERM
 * @param killAfter from SIGTERM to SIGKILL; what outlives the agent itself is given as long before each of the two
 */
record Patience(Duration terminateAfter, Duration killAfter) {
    static final Setting<Duration> TERMINATE_AFTER = Setting.duration(
            "transport.stdio.terminate-after",
            "5 s",
            "How long an agent has to exit once its stdin is closed; then it and all that it started get SIGTERM.");

    static final Setting<Duration> KILL_AFTER = Setting.duration(
            "transport.stdio.kill-after",
            "2 s",
            "How long an agent has to exit after SIGTERM; then it and all that it started get SIGKILL.");

    static Patience of(Settings settings) {
        return new Patience(settings.get(TERMINATE_AFTER), settings.get(KILL_AFTER));
    }
}
