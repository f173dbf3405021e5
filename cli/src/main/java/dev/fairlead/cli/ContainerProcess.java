// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process that is an OSGi framework with the product's bundles, until a signal or its shell ends it.
 *
 * <p>What the command line sets are properties of the framework there, with {@code fairlead.} in front.
 */
final class ContainerProcess {
    private static final String PREFIX = "fairlead.";
    private static final String LOG = "logback.configurationFile";

    private ContainerProcess() {}

    /**
     * Returns the settings that are known there: those of a transport that was dropped into {@code bundles/} too.
     *
     * @throws AgentException {@link Code#CONFIGURATION}: this is no installation with a framework
     */
    static KnownSettings settings() {
        Path bundles = home().resolve("bundles");
        return Files.isDirectory(bundles) ? KnownSettings.all(loader(bundles)) : KnownSettings.all();
    }

    /**
     * Serves a program, and says so. Returns when the framework has ended.
     *
     * @param name what the agent is called there
     * @throws AgentException {@link Code#CONFIGURATION}: this is no installation with a framework
     */
    static void serve(Target.Command agent, String name, Settings settings) throws InterruptedException {
        Path home = home();
        if (System.getProperty(LOG) == null) {
            System.setProperty(LOG, String.valueOf(ContainerProcess.class.getResource("/logback.xml")));
        }
        Container.Running running = container(home.resolve("osgi"))
                .start(
                        List.of(home.resolve("bundles"), home.resolve("lib")),
                        properties(agent, settings),
                        gateway -> Announcement.print(name, gateway.get("address"), gateway.get("page")));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "fairlead-stop"));
        running.await();
    }

    private static Map<String, String> properties(Target.Command agent, Settings settings) {
        Map<String, String> properties = new HashMap<>();
        settings.texts().forEach((key, text) -> properties.put(PREFIX + key, text));
        properties.put(PREFIX + "agent.command", quoted(agent.words().stream()));
        properties.put(
                PREFIX + "agent.directory",
                agent.directory() == null ? "" : agent.directory().toString());
        properties.put(
                PREFIX + "agent.environment",
                quoted(agent.environment().entrySet().stream().map(Map.Entry::toString)));
        return properties;
    }

    private static String quoted(Stream<String> words) {
        return words.map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(" "));
    }

    private static Container container(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new AgentException(
                    Code.CONFIGURATION, "There is no OSGi framework in " + folder + ". Use the one of the zip.");
        }
        return ServiceLoader.load(Container.class, loader(folder))
                .findFirst()
                .orElseThrow(() -> new AgentException(
                        Code.CONFIGURATION, "There is no fairlead-container in " + folder + ". Unpack the zip again."));
    }

    /** Returns a loader of all that is in a folder; it lives as long as the process. */
    private static ClassLoader loader(Path folder) {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                jars.add(file.toUri().toURL());
            }
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new URLClassLoader(jars.toArray(URL[]::new), ContainerProcess.class.getClassLoader());
    }

    /** Returns the folder above the one with the jar of this class. */
    private static Path home() {
        URL source =
                ContainerProcess.class.getProtectionDomain().getCodeSource().getLocation();
        if (!source.getProtocol().equals("file")) {
            throw new AgentException(
                    Code.CONFIGURATION, "An OSGi framework needs bundles in a folder. Run the command of the zip.");
        }
        return Path.of(URI.create(source.toString())).resolve("../..").normalize();
    }

    private static void stop(Container.Running running) {
        try {
            running.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
