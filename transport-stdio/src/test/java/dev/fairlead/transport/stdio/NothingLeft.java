// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test, neither a child of this process nor a thread of a child is left [6.4]. */
final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
    private Set<String> before = Set.of();

    /** Does not blame a test for what one that failed has left. */
    @Override
    public void beforeEach(ExtensionContext context) {
        before = left(Set.of());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertEquals(Set.of(), left(before)));
    }

    private static Set<String> left(Set<String> before) {
        Stream<String> children = ProcessHandle.current().descendants().map(child -> "process " + child.pid());
        Stream<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("agent-"));
        return Stream.concat(children, threads)
                .filter(one -> !before.contains(one))
                .collect(toSet());
    }
}
