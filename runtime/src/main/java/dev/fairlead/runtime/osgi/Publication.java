// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import dev.fairlead.runtime.Gateway;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * The gateway as a service: its address is the property {@code address}, the chat page's the property {@code page}. Used by the
 * host's thread alone.
 */
final class Publication {
    private final BundleContext context;
    private @Nullable ServiceRegistration<Gateway> registration;

    Publication(BundleContext context) {
        this.context = context;
    }

    void publish(Gateway gateway) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("address", gateway.address().toString());
        URI page = gateway.page();
        if (page != null) {
            properties.put("page", page.toString());
        }
        registration = context.registerService(Gateway.class, gateway, FrameworkUtil.asDictionary(properties));
    }

    void withdraw() {
        ServiceRegistration<Gateway> published = registration;
        registration = null;
        if (published != null) {
            published.unregister();
        }
    }
}
