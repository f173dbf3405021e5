// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.runtime.Gateway;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A gateway in this JVM, looked at from inside. */
final class ServedHere implements Served {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Pattern OURS = Pattern.compile("(agent-|fairlead-|http[ -]|XNIO).*");

    private final Set<ProcessHandle> before = new HashSet<>(processes());
    private final Gateway gateway;

    private ServedHere(Map<String, String> texts, List<String> agent) {
        awaitNoThread("the end of the threads of other tests");
        Map<String, String> all = new HashMap<>(texts);
        all.put("listen.port", "0");
        Settings settings = Settings.of(all);
        gateway = Gateway.serving(Gateway.command(new Target.Command(agent, null, Map.of()), settings))
                .settings(settings)
                .start();
    }

    static ServedHere start(Map<String, String> settings, List<String> agent) {
        return new ServedHere(settings, agent);
    }

    @Override
    public URI address() {
        return gateway.address();
    }

    @Override
    public List<String> leftovers() {
        List<String> left = new ArrayList<>(threads(Pattern.compile("agent-.*")));
        Set<ProcessHandle> started = new HashSet<>(processes());
        started.removeAll(before);
        started.forEach(process -> left.add("process " + process.pid() + " " + process.info()));
        if (gateway.connections() > 0) {
            left.add(gateway.connections() + " connections");
        }
        return left;
    }

    @Override
    public void close() throws IOException {
        gateway.stop(GRACE)
                .toCompletableFuture()
                .orTimeout(FairleadProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        List<String> left =
                leftovers().stream().filter(one -> !one.startsWith("agent-")).toList();
        assertEquals(List.of(), left, "what the gateway has left");
        Served.assertNobodyListens(gateway.address());
        awaitNoThread("the end of the gateway's threads");
    }

    /** A thread that has ended is listed a moment longer. */
    private static void awaitNoThread(String what) {
        await(what).untilAsserted(() -> assertEquals(List.of(), threads(OURS), "threads"));
    }

    private static List<String> threads(Pattern names) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> names.matcher(name).matches())
                .sorted()
                .toList();
    }

    private static List<ProcessHandle> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
            return all.toList();
        }
    }
}
