// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries what the way to a gateway does to each transport. First whether there is a gateway; then one thing after the other, so that
 * none disturbs the next; at last what takes long, all at once.
 */
final class Doctor {
    private static final List<Check> CHECKS = List.of(
            new WebSocketCheck(),
            new StreamCheck(),
            new SteadyStreamCheck(),
            new PollCheck(),
            new HeaderCheck(),
            new MethodCheck(),
            new ReplayCheck(),
            new CacheCheck(),
            new BodyCheck(),
            new CompressionCheck());
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final Passage passage;
    private final @Nullable Duration time;
    private final Consumer<String> progress;

    /**
     * Creates a doctor.
     *
     * @param time how long streams and sockets shall live, or null not to try that
     * @param progress hears what is tried, line by line
     */
    Doctor(Passage passage, @Nullable Duration time, Consumer<String> progress) {
        this.passage = passage;
        this.time = time;
        this.progress = progress;
    }

    /** Tries everything; the first finding is whether there is a gateway. */
    List<Finding> examine() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(run(new ReachCheck()));
        if (findings.get(0).grade() == Grade.BROKEN) {
            return findings;
        }
        for (Check check : CHECKS) {
            findings.add(run(check));
        }
        if (time != null) {
            findings.addAll(lasting(time));
        }
        return findings;
    }

    private List<Finding> lasting(Duration wanted) throws InterruptedException {
        Duration silence = wanted.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : wanted;
        progress.accept("… for " + wanted.toSeconds() + " s: streams and sockets, silent and not");
        List<Callable<Finding>> checks = List.of(
                () -> run(new LastingSocketCheck(true, silence)),
                () -> run(new LastingSocketCheck(false, wanted)),
                () -> run(new LastingStreamCheck(true, silence)),
                () -> run(new LastingStreamCheck(false, wanted)));
        ExecutorService threads = Executors.newFixedThreadPool(checks.size());
        try {
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> finding : threads.invokeAll(checks)) {
                findings.add(finding.get());
            }
            return findings;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A check failed.", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Finding run(Check check) throws InterruptedException {
        progress.accept("… " + check.name());
        long begun = System.nanoTime();
        Finding finding;
        try {
            finding = check.run(passage);
        } catch (AgentException e) {
            finding = Finding.broken(check.name(), String.valueOf(e.getMessage()), "");
        }
        Finding timed = finding.taking(Duration.ofNanos(System.nanoTime() - begun));
        progress.accept("  " + check.name() + ": " + timed.grade().word() + ", " + timed.millis() + " ms");
        return timed;
    }
}
