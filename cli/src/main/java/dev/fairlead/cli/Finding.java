// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.JsonText;
import java.time.Duration;

/**
 * What one check of the doctor has found.
 *
 * @param check its name, {@code websocket} for instance
 * @param grade how well that gets through
 * @param words one sentence for people
 * @param advice what whoever runs the network can do; empty if there is nothing to do
 * @param millis how long it took until the first sign of what was tried, or the whole check where there is none
 */
record Finding(String check, Grade grade, String words, String advice, long millis) {
    static Finding good(String check, String words) {
        return new Finding(check, Grade.GOOD, words, "", 0);
    }

    static Finding hindered(String check, String words, String advice) {
        return new Finding(check, Grade.HINDERED, words, advice, 0);
    }

    static Finding broken(String check, String words, String advice) {
        return new Finding(check, Grade.BROKEN, words, advice, 0);
    }

    static Finding untried(String check, String words) {
        return new Finding(check, Grade.UNTRIED, words, "", 0);
    }

    /** Returns the same with a time, unless it has one. */
    Finding taking(Duration time) {
        return millis > 0 ? this : new Finding(check, grade, words, advice, time.toMillis());
    }

    boolean is(String name, Grade wanted) {
        return check.equals(name) && grade == wanted;
    }

    String json() {
        return "{\"check\":" + JsonText.quote(check) + ",\"grade\":\"" + grade.word() + "\",\"millis\":" + millis
                + ",\"words\":" + JsonText.quote(words) + ",\"advice\":" + JsonText.quote(advice) + "}";
    }
}
