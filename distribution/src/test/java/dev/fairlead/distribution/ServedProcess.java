// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code fairlead serve} as a process of its own, looked at from outside. */
final class ServedProcess implements Served {
    /** Small, so that what grows without bound shows. */
    private static final String MEMORY = "-Xmx96m";

    private final FairleadProcess process;
    private final Path configuration;
    private final URI address;
    private final ProcessFolder folder;
    private final List<String> channelsAtRest;

    private ServedProcess(FairleadProcess process, Path configuration) {
        this.process = process;
        this.configuration = configuration;
        this.address = process.ready().address();
        this.folder = new ProcessFolder(process.pid());
        this.channelsAtRest = folder.channels();
    }

    static ServedProcess start(Map<String, String> settings, List<String> agent) throws IOException {
        Path configuration = Files.createTempFile("fairlead", ".properties");
        Files.writeString(
                configuration,
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
        List<String> words = new ArrayList<>(
                List.of("serve", "--listen", "127.0.0.1:0", "--config", configuration.toString(), "--"));
        words.addAll(agent);
        return new ServedProcess(
                FairleadProcess.start(Map.of("FAIRLEAD_JAVA_OPTS", MEMORY), words.toArray(String[]::new)),
                configuration);
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public List<String> leftovers() {
        List<String> left = new ArrayList<>();
        process.children().forEach(child -> left.add("process " + child.pid() + " " + child.info()));
        folder.threads().stream().filter(name -> name.startsWith("agent-")).forEach(name -> left.add("thread " + name));
        List<String> channels = new ArrayList<>(folder.channels());
        channels.removeAll(channelsAtRest);
        left.addAll(channels);
        return left;
    }

    @Override
    public void close() throws IOException {
        try (process) {
            List<ProcessHandle> agents = process.children();
            process.send("TERM");
            assertEquals(143, process.exitCode(), process::err);
            agents.forEach(agent -> assertFalse(agent.isAlive(), () -> "An agent is left: " + agent.info()));
            Served.assertNobodyListens(address);
            assertFalse(process.err().contains("ERROR"), process::err);
        } finally {
            Files.delete(configuration);
        }
    }
}
