// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The signs of life of one wire. Written by its reader and its listener, read by the connection's tick. */
final class Pulse {
    private final Timers timers;
    private final @Nullable Duration heartbeat;
    private volatile long lastWrite;
    private volatile long lastHeard;
    private volatile boolean speaks;

    /** How many batches' worth is under way, 0 if nothing is. */
    private volatile int writing;

    /**
     * Creates the pulse of a wire that has just been written to.
     *
     * @param heartbeat how long it may be silent, or null for the usual time
     */
    Pulse(Timers timers, @Nullable Duration heartbeat) {
        this.timers = timers;
        this.heartbeat = heartbeat;
        this.lastWrite = timers.now();
        this.lastHeard = lastWrite;
    }

    /** A write of so many bytes of messages begins. */
    void writing(long bytes) {
        lastWrite = timers.now();
        writing = 1 + (int) (bytes / Delivery.BATCH_BYTES);
    }

    /** The wire has taken it, or has failed. */
    void written() {
        lastWrite = timers.now();
        writing = 0;
    }

    /** The peer has been heard. */
    void heard() {
        speaks = true;
        lastHeard = timers.now();
    }

    /** Returns when a write last began or ended. */
    long lastWrite() {
        return lastWrite;
    }

    /** Returns whether the wire has taken no bytes for too long; more than a batch at once has accordingly longer. */
    boolean isStalled(long now, ConnectionLimits limits) {
        int batches = writing;
        return batches > 0 && now - lastWrite > batches * limits.stallTime().toNanos();
    }

    /** Returns whether a peer that has spoken before has been silent for too long. */
    boolean isSilent(long now, ConnectionLimits limits) {
        return speaks && now - lastHeard > limits.silence().toNanos();
    }

    /** Returns whether nothing was written for the time of a heartbeat. */
    boolean isIdle(long now, ConnectionLimits limits) {
        Duration most = heartbeat == null ? limits.heartbeat() : heartbeat;
        return writing == 0 && now - lastWrite >= most.toNanos();
    }
}
