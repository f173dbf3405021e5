// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import dev.fairlead.api.Agent;
import dev.fairlead.api.spi.HttpEngine;
import dev.fairlead.api.spi.Site;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.client.Connectors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Starts and stops the runtime's bundle.
 *
 * <p>Follows the services {@link Transport}, {@link HttpEngine}, {@link Site} and {@link Agent}, in whatever order they come, and hands them to the
 * {@link Host}. Publishes {@link Connectors}, the {@link ShellCommands}, and a {@link dev.fairlead.runtime.Gateway} while there is one.
 */
public final class RuntimeActivator implements BundleActivator {
    private @Nullable Host host;
    private @Nullable ServiceRegistration<?> managed;
    private @Nullable ServiceTracker<Agent, Agent> agents;
    private @Nullable ServiceTracker<HttpEngine, HttpEngine> engines;
    private @Nullable ServiceTracker<Site, Site> sites;
    private @Nullable ServiceTracker<Transport, Transport> transports;
    private @Nullable ServiceRegistration<Connectors> connectors;
    private @Nullable ServiceRegistration<?> commands;

    @Override
    public void start(BundleContext context) {
        Configuration configuration = new Configuration(context);
        Host started = new Host(configuration, new Publication(context));
        host = started;
        transports = follow(context, Transport.class, started::addTransport, started::removeTransport);
        engines = follow(context, HttpEngine.class, started::addEngine, started::removeEngine);
        sites = follow(context, Site.class, started::addSite, started::removeSite);
        agents = follow(context, Agent.class, started::addAgent, started::removeAgent);
        managed = configuration.follow(context, started::configured);
        connectors = context.registerService(Connectors.class, started.connectors(), null);
        commands = started.commands().register(context);
    }

    @Override
    public void stop(BundleContext context) {
        for (ServiceRegistration<?> registration : new ServiceRegistration<?>[] {commands, connectors, managed}) {
            if (registration != null) {
                registration.unregister();
            }
        }
        if (host != null) {
            host.stop(); // before the services go one by one
        }
        for (ServiceTracker<?, ?> tracker : new ServiceTracker<?, ?>[] {agents, sites, engines, transports}) {
            if (tracker != null) {
                tracker.close();
            }
        }
    }

    /** Calls back for each service of a type that comes, and before it goes. */
    private static <T> ServiceTracker<T, T> follow(
            BundleContext context, Class<T> type, Consumer<T> came, Consumer<T> goes) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, new ServiceTrackerCustomizer<T, T>() {
            @Override
            public T addingService(ServiceReference<T> reference) {
                T service = context.getService(reference);
                came.accept(service);
                return service;
            }

            @Override
            public void modifiedService(ServiceReference<T> reference, T service) {}

            @Override
            public void removedService(ServiceReference<T> reference, T service) {
                goes.accept(service);
                context.ungetService(reference);
            }
        });
        tracker.open();
        return tracker;
    }
}
