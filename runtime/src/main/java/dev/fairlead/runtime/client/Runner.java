// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.runtime.client.Race.Candidate;
import dev.fairlead.runtime.client.Selector.Progress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A rung in a {@link Race}, and how far it has come. Guarded by the race. */
final class Runner<T> {
    final Race.Rung<T> rung;
    Progress progress = Progress.WAITING;

    /** What tries it; null before. */
    @Nullable CompletableFuture<Candidate<T>> attempt;

    /** What has opened, and is not taken. */
    @Nullable Candidate<T> candidate;

    /** Why it does not work. */
    @Nullable AgentException failure;

    Runner(Race.Rung<T> rung) {
        this.rung = rung;
    }

    /** Returns what has opened, for who takes it. */
    @Nullable Candidate<T> take() {
        Candidate<T> opened = candidate;
        candidate = null;
        return opened;
    }

    /** It does not work. */
    void fail(AgentException why) {
        progress = Progress.FAILED;
        candidate = null;
        failure = why;
    }

    /** Returns what went wrong with it, if anything did. */
    @Nullable String trouble() {
        if (failure != null) {
            return rung.id() + ": " + failure.getMessage();
        }
        return progress == Progress.TRYING ? rung.id() + ": No answer came in time." : null;
    }
}
