// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.JsonObject;
import org.jspecify.annotations.Nullable;

/** The gateway's answer to a POST probe (wire.md 2.5): how often, how large. */
final class Echo {
    private Echo() {}

    /** Returns a number of the answer, or null if something else than the gateway answered. */
    static @Nullable Long number(Passage.Answer answer, String name) {
        JsonObject json = answer.status() == 200 ? answer.json() : null;
        return json == null ? null : json.number(name);
    }

    /** Returns what it means that something else answered: an older gateway has no such probe, a network may refuse it. */
    static Finding unavailable(String check, Passage.Answer answer, String attempt, String advice) {
        return answer.status() == 405 || answer.status() == 404
                ? Finding.untried(check, "The gateway has no probe for this; a later version has.")
                : Finding.hindered(check, answer.unexpected(attempt).reason().detail(), advice);
    }
}
