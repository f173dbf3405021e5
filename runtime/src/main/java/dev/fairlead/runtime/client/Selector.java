// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.time.Duration;
import java.util.List;

/** Decides which transport to try, to use or to wait for (wire.md 2.7): a pure function of what each has done so far, and when. */
final class Selector {
    private Selector() {}

    /** What a rung of the ladder has done so far. */
    enum Progress {
        /** It was not tried. */
        WAITING,
        /** It is being tried. */
        TRYING,
        /** Something that the gateway said has come back through it. */
        PROVEN,
        /** It opened, and nothing has proved that it carries anything: the server is no Fairlead, or something in between lies. */
        OPENED,
        /** It does not work. */
        FAILED
    }

    /**
     * How much time each rung has.
     *
     * @param headStart when the second rung is tried if the first has not answered
     * @param stagger how much later the one after it is tried, and so on
     * @param hope how long a rung that works waits for a better one
     * @param patience how long there may be none at all
     */
    record Pace(Duration headStart, Duration stagger, Duration hope, Duration patience) {
        /** For a path of which nothing is known. */
        static final Pace UNKNOWN_PATH = new Pace(
                Duration.ofMillis(250), Duration.ofMillis(250), Duration.ofMillis(700), Duration.ofSeconds(10));

        /** For a path of which it is known what works: that comes first and alone. */
        static final Pace KNOWN_PATH = new Pace(
                Duration.ofMillis(600), Duration.ofMillis(100), Duration.ofMillis(700), Duration.ofSeconds(10));
    }

    /** What is to be done next. */
    sealed interface Decision {
        /** Try that rung too. */
        record Start(int rung) implements Decision {}

        /** Use that rung. */
        record Use(int rung) implements Decision {}

        /** Nothing; ask again when a rung has made progress, or at that time after the beginning. */
        record Wait(Duration until) implements Decision {}

        /** Nothing works. */
        record GiveUp() implements Decision {}
    }

    /**
     * Decides.
     *
     * @param ladder the rungs, the one to be preferred first
     * @param elapsed the time since the beginning
     */
    static Decision decide(List<Progress> ladder, Duration elapsed, Pace pace) {
        int proven = ladder.indexOf(Progress.PROVEN);
        int hopeful = proven < 0 ? ladder.size() : proven;
        boolean isOpen = false;
        for (int rung = 0; rung < hopeful; rung++) {
            Progress progress = ladder.get(rung);
            if (progress == Progress.WAITING) {
                if (proven < 0 && (!isOpen || isDue(rung, elapsed, pace))) {
                    return new Decision.Start(rung);
                }
                isOpen = true;
            }
            isOpen |= progress == Progress.TRYING;
        }
        boolean isOver = !isOpen || elapsed.compareTo(proven < 0 ? pace.patience : pace.hope) >= 0;
        if (!isOver) {
            return new Decision.Wait(next(ladder, proven, pace));
        }
        int best = proven < 0 ? ladder.indexOf(Progress.OPENED) : proven;
        return best < 0 ? new Decision.GiveUp() : new Decision.Use(best);
    }

    private static boolean isDue(int rung, Duration elapsed, Pace pace) {
        return elapsed.compareTo(startOf(rung, pace)) >= 0;
    }

    private static Duration startOf(int rung, Pace pace) {
        return rung == 0 ? Duration.ZERO : pace.headStart.plus(pace.stagger.multipliedBy(rung - 1L));
    }

    private static Duration next(List<Progress> ladder, int proven, Pace pace) {
        if (proven >= 0) {
            return pace.hope;
        }
        int waiting = ladder.indexOf(Progress.WAITING);
        return waiting < 0 ? pace.patience : startOf(waiting, pace);
    }
}
