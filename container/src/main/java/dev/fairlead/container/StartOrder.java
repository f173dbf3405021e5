// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.container;

import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Lets the product's bundles start after all others, which were installed with them: whoever logs before there is something that
 * writes a log is never heard.
 */
final class StartOrder implements SynchronousBundleListener {
    /** The framework's start level when everything may run. */
    static final int ALL = 2;

    private static final String OURS = "dev.fairlead.";

    @Override
    public void bundleChanged(BundleEvent event) {
        String name = event.getBundle().getSymbolicName();
        if (event.getType() == BundleEvent.INSTALLED && name != null && name.startsWith(OURS)) {
            event.getBundle().adapt(BundleStartLevel.class).setStartLevel(ALL);
        }
    }
}
