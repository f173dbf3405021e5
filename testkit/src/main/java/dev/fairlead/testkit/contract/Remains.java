// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads and child processes of this JVM at a time, but those that the JDK keeps for everybody. */
record Remains(Set<String> names) {
    private static final String OF_THE_JDK =
            "(HttpClient-|ForkJoinPool|CompletableFutureDelayScheduler|process reaper|Cleaner|Keep-Alive|contract-caller).*";
    private static final long STEP_MILLIS = 20;

    static Remains now() {
        Stream<String> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().matches(OF_THE_JDK))
                .map(thread -> "thread " + thread.getName() + " (" + System.identityHashCode(thread) + ")");
        Stream<String> children = ProcessHandle.current().descendants().map(child -> "process " + child.pid());
        return new Remains(Stream.concat(threads, children).collect(Collectors.toUnmodifiableSet()));
    }

    /** Waits until nothing is there that was not there then; returns what still is. */
    List<String> left(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<String> left = more();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(STEP_MILLIS); // nobody tells when a thread has ended
            left = more();
        }
        return left;
    }

    private List<String> more() {
        return now().names.stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .toList();
    }
}
