// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that tests start. */
final class Programs {
    private Programs() {}

    /** Returns where a program is; without it the test fails where {@code CI=true}, and is skipped elsewhere. */
    static String find(String name) {
        String folders = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Stream.of(folders.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> missing(name));
    }

    /** Returns the words that start a main class of this class path in a JVM of its own. */
    static List<String> java(Class<?> main, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(Arrays.asList(words));
        return command;
    }

    /**
     * Returns a port of the loopback address that nobody has. It is below those that kernels give to whoever asks for any, or calls
     * somebody: such a one may be another's by the time a program listens.
     */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one, then
            }
        }
    }

    private static String missing(String name) {
        String sentence = name + " is not there. Run ./verify, which installs what the tests need.";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(sentence);
        }
        return Assumptions.abort(sentence);
    }
}
