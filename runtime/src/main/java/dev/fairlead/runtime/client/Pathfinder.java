// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.runtime.client.Race.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds a wire for a connection: asks the {@link Race} which transport works, and dials it. Stateless and thread-safe. */
final class Pathfinder {
    private static final Set<Code> FINAL_FOR_NEW = Set.of(Code.UNAUTHORIZED, Code.FORBIDDEN);
    private static final Set<Code> FINAL_FOR_OLD = Set.of(Code.UNAUTHORIZED, Code.FORBIDDEN, Code.CONNECTION_UNKNOWN);

    private final ResumableConnection connection;
    private final Surroundings around;
    private final MessageLimits limits;

    Pathfinder(ResumableConnection connection, Surroundings around, MessageLimits limits) {
        this.connection = connection;
        this.around = around;
        this.limits = limits;
    }

    /**
     * Finds a wire.
     *
     * @param order the ways, the one to be preferred first
     * @return completes with a carrier that is open; fails with an {@link AgentException}. Cancelling it ends the search
     */
    CompletableFuture<Carrier> find(List<Way> order, Selector.Pace pace, Resumption resumption) {
        boolean resumes = resumption.connectionId() != null;
        List<Rung> rungs = new ArrayList<>();
        for (Way way : order) {
            // Only one may dial where there is a connection: a second wire would supersede the first.
            boolean dials = resumes ? rungs.isEmpty() : !way.posts();
            rungs.add(new Rung(way, dials, resumption));
        }
        Race<Carrier> race = new Race<>(
                rungs,
                pace,
                resumes ? FINAL_FOR_OLD : FINAL_FOR_NEW,
                late -> late.close(CloseReason.NORMAL),
                around.timers());
        CompletableFuture<Carrier> found = new CompletableFuture<>();
        var unusedRun = race.run().whenComplete((carrier, failure) -> {
            if (carrier == null) {
                found.completeExceptionally(Reason.of(failure));
            } else if (!found.complete(carrier.troubledBy(race.troubles()))) {
                carrier.close(CloseReason.NORMAL);
            }
        });
        var unusedEnd = found.whenComplete((carrier, failure) -> race.cancel());
        return found;
    }

    /** Dials one way. Cancelling the stage closes the wire, should it come. */
    CompletableFuture<Carrier> dial(Way way, Resumption resumption) {
        Carrier carrier = connection.carrier(way, resumption);
        DialContext context =
                new DialContext(around.target(), resumption, around.http(), around.settings(), limits, carrier);
        CompletableFuture<Carrier> dialled = new CompletableFuture<>();
        CompletionStage<Wire> dialling;
        try {
            dialling = Objects.requireNonNull(way.transport().dial(context), "The transport gave no stage.");
        } catch (RuntimeException | LinkageError e) {
            dialling = CompletableFuture.failedStage(e);
        }
        dialling.whenComplete((wire, failure) -> {
            if (failure != null) {
                dialled.completeExceptionally(Reason.of(failure));
            } else if (!dialled.complete(carrier.open(wire))) {
                carrier.close(CloseReason.NORMAL);
            }
        });
        return dialled;
    }

    /** A way to try: by dialling, or by its probe and then dialling. */
    private final class Rung implements Race.Rung<Carrier> {
        private final Way way;
        private final boolean dials;
        private final Resumption resumption;

        Rung(Way way, boolean dials, Resumption resumption) {
            this.way = way;
            this.dials = dials;
            this.resumption = resumption;
        }

        @Override
        public String id() {
            return way.id();
        }

        private CompletableFuture<Carrier> dial() {
            return Pathfinder.this.dial(way, resumption);
        }

        @Override
        public CompletableFuture<Candidate<Carrier>> attempt() {
            return dials ? attemptToDial() : attemptToProbe();
        }

        private CompletableFuture<Candidate<Carrier>> attemptToDial() {
            CompletableFuture<Carrier> dialling = dial();
            CompletableFuture<Candidate<Carrier>> attempt = dialling.thenApply(Dialled::new);
            cancelWith(attempt, dialling);
            return attempt;
        }

        private CompletableFuture<Candidate<Carrier>> attemptToProbe() {
            CompletableFuture<Void> probing;
            try {
                probing = way.transport()
                        .probe(new DialContext(
                                around.target(),
                                Resumption.PLAIN,
                                around.http(),
                                around.settings(),
                                limits,
                                connection.carrier(way, resumption)));
            } catch (RuntimeException | LinkageError e) {
                probing = CompletableFuture.failedFuture(e);
            }
            CompletableFuture<Candidate<Carrier>> attempt = probing.handle((nothing, failure) -> {
                if (failure == null) {
                    return new Probed(true);
                }
                AgentException reason = Reason.of(failure);
                if (reason.code() == Code.UNSUPPORTED || reason.code() == Code.CONNECTION_UNKNOWN) {
                    return new Probed(false); // no probe there, which need not mean that there is nothing
                }
                throw reason;
            });
            cancelWith(attempt, probing);
            return attempt;
        }

        private void cancelWith(CompletableFuture<?> attempt, CompletableFuture<?> cause) {
            var unused = attempt.whenComplete((value, failure) -> {
                if (attempt.isCancelled()) {
                    cause.cancel(true);
                }
            });
        }

        /** What a probe found. */
        private final class Probed implements Candidate<Carrier> {
            private final boolean proven;

            Probed(boolean proven) {
                this.proven = proven;
            }

            @Override
            public boolean isProven() {
                return proven;
            }

            @Override
            public CompletableFuture<Carrier> take() {
                return dial();
            }

            @Override
            public void drop() {}
        }
    }

    /** A wire that is open. */
    private record Dialled(Carrier carrier) implements Candidate<Carrier> {
        @Override
        public boolean isProven() {
            return true; // the other end has answered, or there would be no wire
        }

        @Override
        public CompletableFuture<Carrier> take() {
            return CompletableFuture.completedFuture(carrier);
        }

        @Override
        public void drop() {
            carrier.close(CloseReason.NORMAL);
        }
    }
}
