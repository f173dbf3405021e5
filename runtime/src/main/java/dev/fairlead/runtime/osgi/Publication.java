// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import dev.fairlead.runtime.Gateway;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** The gateway as a service, with its address as the property {@code address}. Used by the host's thread alone. */
final class Publication {
    private final BundleContext context;
    private @Nullable ServiceRegistration<Gateway> registration;

    Publication(BundleContext context) {
        this.context = context;
    }

    void publish(Gateway gateway) {
        registration = context.registerService(
                Gateway.class,
                gateway,
                FrameworkUtil.asDictionary(Map.of("address", gateway.address().toString())));
    }

    void withdraw() {
        ServiceRegistration<Gateway> published = registration;
        registration = null;
        if (published != null) {
            published.unregister();
        }
    }
}
