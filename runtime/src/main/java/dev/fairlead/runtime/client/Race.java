// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.runtime.client.Selector.Decision;
import dev.fairlead.runtime.client.Selector.Pace;
import dev.fairlead.runtime.client.Selector.Progress;
import dev.fairlead.runtime.connection.Timers;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does what the {@link Selector} decides: tries the rungs of a ladder and takes the best one that works.
 *
 * @param <T> what a rung yields when it is taken
 */
final class Race<T> {
    /** A rung: a way that may or may not work. */
    interface Rung<T> {
        /** Returns the id of the transport. */
        String id();

        /** Tries it. Cancelling the stage ends the attempt. */
        CompletableFuture<Candidate<T>> attempt();
    }

    /** A rung that works. Either method is called, once. */
    interface Candidate<T> {
        /** Returns whether something has come back through it. */
        boolean isProven();

        /** Takes it. */
        CompletableFuture<T> take();

        /** Lets go of it. */
        void drop();
    }

    private final List<Runner<T>> runners = new ArrayList<>();
    private final Pace pace;
    private final Set<Code> last;
    private final Consumer<T> leftover;
    private final Timers timers;
    private final long begun;
    private final CompletableFuture<T> winner = new CompletableFuture<>();
    private boolean taking;
    private boolean over;

    /**
     * Creates a race.
     *
     * @param last the codes with which the gateway itself says that no other way will hear anything else
     * @param leftover lets go of what was taken too late
     */
    Race(List<? extends Rung<T>> rungs, Pace pace, Set<Code> last, Consumer<T> leftover, Timers timers) {
        rungs.forEach(rung -> runners.add(new Runner<>(rung)));
        this.last = last;
        this.pace = pace;
        this.leftover = leftover;
        this.timers = timers;
        this.begun = timers.now();
    }

    /**
     * Runs the race.
     *
     * @return completes with what the winner yields; fails with an {@link AgentException} that names what became of each rung
     */
    CompletableFuture<T> run() {
        step();
        return winner;
    }

    /** Ends it without a winner. */
    void cancel() {
        end(null, new AgentException(Code.LINK_LOST, "Nobody wants it any more."));
    }

    /** Returns what went wrong with the rungs that were tried, as one text; empty if nothing did. */
    synchronized String troubles() {
        return runners.stream().map(Runner::trouble).filter(Objects::nonNull).collect(Collectors.joining(" "));
    }

    private void step() {
        while (true) {
            Decision decision;
            synchronized (this) {
                if (taking || over) {
                    return;
                }
                List<Progress> ladder =
                        runners.stream().map(runner -> runner.progress).toList();
                decision = Selector.decide(ladder, Duration.ofNanos(timers.now() - begun), pace);
                if (decision instanceof Decision.Start start) {
                    runners.get(start.rung()).progress = Progress.TRYING;
                }
                taking = decision instanceof Decision.Use;
            }
            if (decision instanceof Decision.Start start) {
                start(runners.get(start.rung()));
            } else if (decision instanceof Decision.Use use) {
                take(runners.get(use.rung()));
            } else if (decision instanceof Decision.Wait wait) {
                timers.after(wait.until().minusNanos(timers.now() - begun), this::step);
                return;
            } else {
                end(null, summary());
                return;
            }
        }
    }

    private void start(Runner<T> runner) {
        CompletableFuture<Candidate<T>> attempt = runner.rung.attempt();
        synchronized (this) {
            runner.attempt = attempt;
        }
        var unused = attempt.whenComplete((candidate, failure) -> {
            if (candidate != null) {
                opened(runner, candidate);
            } else {
                failed(runner, Reason.of(failure));
            }
        });
    }

    private void opened(Runner<T> runner, Candidate<T> candidate) {
        boolean late;
        synchronized (this) {
            late = over;
            runner.candidate = candidate;
            runner.progress = candidate.isProven() ? Progress.PROVEN : Progress.OPENED;
        }
        if (late) {
            candidate.drop();
        } else {
            step();
        }
    }

    private void failed(Runner<T> runner, AgentException failure) {
        synchronized (this) {
            runner.fail(failure);
            if (isUnreachable(failure)) {
                runners.stream()
                        .filter(other -> other.progress == Progress.WAITING)
                        .forEach(other -> other.progress = Progress.FAILED);
            }
        }
        if (last.contains(failure.code())) {
            end(null, failure);
        } else {
            step();
        }
    }

    /** Returns whether there was nobody to connect to: the other rungs would dial the same address. */
    private static boolean isUnreachable(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof ConnectException || (cause != null && isUnreachable(cause));
    }

    private void take(Runner<T> runner) {
        Candidate<T> candidate;
        synchronized (this) {
            candidate = runner.take();
        }
        if (candidate == null) {
            throw new IllegalStateException("The rung is not open.");
        }
        var unused = candidate.take().whenComplete((taken, failure) -> {
            if (failure == null) {
                if (!end(taken, null)) {
                    leftover.accept(taken);
                }
                return;
            }
            synchronized (this) {
                taking = false;
            }
            failed(runner, Reason.of(failure));
        });
    }

    private boolean end(@Nullable T taken, @Nullable AgentException failure) {
        List<Candidate<T>> left = new ArrayList<>();
        List<CompletableFuture<Candidate<T>>> underWay = new ArrayList<>();
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            for (Runner<T> runner : runners) {
                Candidate<T> candidate = runner.candidate;
                CompletableFuture<Candidate<T>> attempt = runner.attempt;
                if (candidate != null) {
                    left.add(candidate);
                } else if (attempt != null) {
                    underWay.add(attempt);
                }
            }
        }
        left.forEach(Candidate::drop);
        underWay.forEach(attempt -> attempt.cancel(true));
        if (failure != null) {
            winner.completeExceptionally(failure);
        } else {
            winner.complete(taken);
        }
        return true;
    }

    private AgentException summary() {
        AgentException worst = null;
        Duration wait = null;
        synchronized (this) {
            for (Runner<T> runner : runners) {
                AgentException failure = runner.failure;
                boolean counts = failure != null && (worst == null || failure.code() == Code.LIMIT_REACHED);
                worst = counts ? failure : worst;
                Duration asked = failure == null ? null : failure.reason().retryAfter();
                wait = asked != null && (wait == null || asked.compareTo(wait) > 0) ? asked : wait;
            }
        }
        Code code = worst == null || worst.code() == Code.LINK_LOST ? Code.AGENT_UNAVAILABLE : worst.code();
        return new AgentException(new CloseReason(code, troubles(), wait), worst);
    }
}
