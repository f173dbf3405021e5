// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.container;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.cli.Container;
import java.time.Duration;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/**
 * A framework that has started.
 *
 * @param cache deleted when it has ended
 */
record RunningFramework(Framework framework, FrameworkCache cache) implements Container.Running {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public void await() throws InterruptedException {
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            // somebody has restarted it from the shell
        }
        cache.delete();
    }

    @Override
    public void stop() throws InterruptedException {
        try {
            framework.stop();
        } catch (BundleException e) {
            throw new AgentException(Code.INTERNAL, "The OSGi framework does not stop: " + e.getMessage() + ".", e);
        }
        framework.waitForStop(PATIENCE.toMillis());
        cache.delete();
    }
}
