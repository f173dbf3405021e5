// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.container;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.cli.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/**
 * A framework that has started.
 *
 * @param cache where it keeps its bundles while it runs; deleted afterwards
 */
record RunningFramework(Framework framework, Path cache) implements Container.Running {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public void await() throws InterruptedException {
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            // somebody has restarted it from the shell
        }
        deleteCache();
    }

    @Override
    public void stop() throws InterruptedException {
        try {
            framework.stop();
        } catch (BundleException e) {
            throw new AgentException(Code.INTERNAL, "The OSGi framework does not stop: " + e.getMessage() + ".", e);
        }
        framework.waitForStop(PATIENCE.toMillis());
        deleteCache();
    }

    private synchronized void deleteCache() {
        if (!Files.exists(cache)) {
            return;
        }
        try (Stream<Path> files = Files.walk(cache)) {
            List<Path> deepestFirst =
                    files.sorted(Comparator.<Path>naturalOrder().reversed()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + cache + " of the OSGi framework cannot be deleted.", e);
        }
    }
}
