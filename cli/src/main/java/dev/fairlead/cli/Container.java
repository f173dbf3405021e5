// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An OSGi framework that runs the bundles of some folders. Found by {@link java.util.ServiceLoader} beside the product, so that the
 * command itself knows nothing of OSGi.
 */
public interface Container {
    /**
     * Starts the framework, with a shell on standard input. Returns when it has started; the bundles come afterwards.
     *
     * @param folders whose jars are bundles, in this order, from now on: one that is added is installed and started, one that is
     *     deleted is gone
     * @param properties of the framework, which its bundles see
     * @param serving is told the properties of each gateway that begins to serve: {@code address}, {@code page}. Any thread
     */
    Running start(List<Path> folders, Map<String, String> properties, Consumer<Map<String, String>> serving);

    /** A framework that has started. Thread-safe. */
    interface Running {
        /** Waits until it has ended, by {@link #stop} or by somebody at the shell. */
        void await() throws InterruptedException;

        /** Stops all bundles and the framework; returns when nothing of them is left. */
        void stop() throws InterruptedException;
    }
}
