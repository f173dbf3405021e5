// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.runtime.connection.Timers;
import java.time.Duration;

/** Looks after a wire from time to time: has it been silent, is a heartbeat due (wire.md 2.7). */
final class Pulse {
    private static final Duration PLAIN_HEARTBEAT = Duration.ofSeconds(15);
    private static final int SHORTEST_BEAT = 50;

    private final Mooring mooring;
    private final Timers timers;

    /**
     * What was found.
     *
     * @param dead whether the wire was silent for too long
     * @param idle whether a heartbeat is due
     * @param silence how long it may be silent
     * @param often how long until somebody looks again
     */
    record Beat(boolean dead, boolean idle, Duration silence, Duration often) {}

    Pulse(Mooring mooring, Timers timers) {
        this.mooring = mooring;
        this.timers = timers;
    }

    /** Looks at a wire now and from now on, for as long as it is in use. */
    void feel(Carrier carrier) {
        Beat beat = mooring.beat(carrier);
        if (beat == null) {
            return;
        }
        if (beat.dead) {
            mooring.dead(carrier, beat.silence);
            return;
        }
        if (beat.idle) {
            carrier.wake();
        }
        timers.after(beat.often, () -> feel(carrier));
    }

    /** Looks at a wire. Called with the connection's lock. */
    static Beat beat(Carrier carrier, Duration asked, long now) {
        Duration heartbeat = carrier.attached == null ? PLAIN_HEARTBEAT : carrier.attached.heartbeat();
        Duration silence = Carrier.mayBeSilent(asked, heartbeat);
        boolean idle = carrier.isIdle(now, heartbeat.toNanos());
        carrier.heartbeatDue |= idle;
        long often = Math.min(heartbeat.toMillis() / 2, silence.toMillis() / 4);
        return new Beat(
                carrier.isSilent(now, silence.toNanos()),
                idle,
                silence,
                Duration.ofMillis(Math.max(SHORTEST_BEAT, often)));
    }
}
