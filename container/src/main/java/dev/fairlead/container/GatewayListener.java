// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.container;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Tells the properties of each gateway that comes. Hears of all services, since the class of the gateway is another one in the bundles
 * than outside.
 */
record GatewayListener(Consumer<Map<String, String>> serving) implements AllServiceListener {
    @Override
    public void serviceChanged(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED) {
            ServiceReference<?> gateway = event.getServiceReference();
            Map<String, String> properties = new HashMap<>();
            for (String key : gateway.getPropertyKeys()) {
                properties.put(key, String.valueOf(gateway.getProperty(key)));
            }
            serving.accept(properties);
        }
    }
}
