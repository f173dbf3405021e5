// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import java.util.Dictionary;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedService;

/** The one class that needs the package {@code org.osgi.service.cm}, which a container may lack. */
final class ConfigAdmin {
    private ConfigAdmin() {}

    static ServiceRegistration<?> register(
            BundleContext context,
            Dictionary<String, ?> properties,
            Consumer<@Nullable Dictionary<String, ?>> updated) {
        ManagedService service = updated::accept;
        return context.registerService(ManagedService.class, service, properties);
    }
}
