// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.Logged;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link java.util.ServiceLoader} finds in services files that the tests write. */
class TransportLoadingTest {
    /** Can be loaded. */
    public static final class Good implements Transport {
        @Override
        public String id() {
            return "good";
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /** Can be loaded, but throws in its constructor. */
    public static final class Throwing implements Transport {
        public Throwing() {
            throw new IllegalStateException("not today");
        }

        @Override
        public String id() {
            return "throwing";
        }

        @Override
        public int rank() {
            return 2;
        }
    }

    /** Needs a class that is not there. */
    public static final class Incomplete implements Transport {
        public Incomplete() {
            throw new NoClassDefFoundError("org/example/Codec");
        }

        @Override
        public String id() {
            return "incomplete";
        }

        @Override
        public int rank() {
            return 3;
        }
    }

    /** Is no transport. */
    public static final class Stranger {}

    @TempDir
    Path folder;

    private List<String> load(String... lines) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve(Transport.class.getName()), List.of(lines));
        URL[] place = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(place, getClass().getClassLoader())) {
            return TransportRegistry.load(loader).all().stream()
                    .map(Transport::id)
                    .toList();
        }
    }

    private void assertSkipped(String line, String about) throws IOException {
        try (Logged log = Logged.by(TransportRegistry.class)) {
            assertEquals(List.of("good"), load(line, Good.class.getName()));
            assertEquals(1, log.lines().size(), () -> log.lines().toString());
            String said = log.lines().get(0);
            assertTrue(said.startsWith("WARN A transport could not be loaded and is skipped: "), said);
            assertTrue(said.contains(about), said);
        }
    }

    @Test
    void findsWhatAServicesFileNames() throws IOException {
        assertEquals(List.of("good"), load("# a comment", Good.class.getName()));
    }

    @Test
    void skipsAClassThatIsNotThere() throws IOException {
        assertSkipped("org.example.Gone", "org.example.Gone");
    }

    @Test
    void skipsAClassThatIsNoTransport() throws IOException {
        assertSkipped(Stranger.class.getName(), Stranger.class.getName());
    }

    @Test
    void skipsAClassWhoseConstructorThrows() throws IOException {
        assertSkipped(Throwing.class.getName(), Throwing.class.getName());
    }

    @Test
    void skipsAClassThatNeedsOneThatIsNotThere() throws IOException {
        assertSkipped(Incomplete.class.getName(), Incomplete.class.getName());
    }

    @Test
    void skipsAFileThatNobodyCanRead() throws IOException {
        try (Logged log = Logged.by(TransportRegistry.class)) {
            assertEquals(List.of(), load("no class name", Good.class.getName()));
            assertEquals(1, log.lines().size(), () -> log.lines().toString());
        }
    }
}
