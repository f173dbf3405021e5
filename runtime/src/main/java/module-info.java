// SPDX-License-Identifier: Apache-2.0

/** The runtime of Fairlead; finds transports and the HTTP engine by {@link java.util.ServiceLoader}. */
@SuppressWarnings("requires-automatic") // those of OSGi, which a container has
module dev.fairlead.runtime {
    requires transitive dev.fairlead.api;
    requires com.google.gson;
    requires org.slf4j;
    requires static org.jspecify;
    requires static org.osgi.framework;
    requires static org.osgi.service.cm;
    requires static org.osgi.util.tracker;

    exports dev.fairlead.runtime;
    exports dev.fairlead.runtime.client;
    exports dev.fairlead.runtime.json;

    uses dev.fairlead.api.spi.HttpEngine;
    uses dev.fairlead.api.spi.Site;
    uses dev.fairlead.api.spi.Transport;
}
