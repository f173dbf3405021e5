// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import java.time.Duration;

/** Looks after a wire from time to time: has it been silent, is a heartbeat due (wire.md 2.7). */
final class Pulse {
    private static final Duration PLAIN_HEARTBEAT = Duration.ofSeconds(15);
    private static final int SHORTEST_BEAT = 50;

    private final Mooring mooring;
    private final Object lock;
    private final Surroundings around;

    /**
     * What was found.
     *
     * @param dead whether the wire was silent for too long
     * @param idle whether a heartbeat is due
     * @param silence how long it may be silent
     * @param often how long until somebody looks again
     */
    private record Beat(boolean dead, boolean idle, Duration silence, Duration often) {}

    Pulse(Mooring mooring, Object lock, Surroundings around) {
        this.mooring = mooring;
        this.lock = lock;
        this.around = around;
    }

    /** Looks at a wire now and from now on, for as long as it is in use. Called without the lock. */
    void feel(Carrier carrier) {
        Beat beat;
        synchronized (lock) {
            if (mooring.current() != carrier) {
                return;
            }
            beat = beat(carrier);
        }
        if (beat.dead) {
            CloseReason reason =
                    new CloseReason(Code.LINK_LOST, "Nothing came for " + beat.silence.toMillis() + " ms.");
            carrier.close(reason);
            mooring.lost(carrier, reason);
            return;
        }
        if (beat.idle) {
            carrier.wake();
        }
        around.timers().after(beat.often, () -> feel(carrier));
    }

    private Beat beat(Carrier carrier) {
        long now = around.timers().now();
        Duration heartbeat = carrier.attached == null ? PLAIN_HEARTBEAT : carrier.attached.heartbeat();
        Duration silence = Carrier.mayBeSilent(around.connect().silence(), heartbeat);
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
