// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.registry;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transports that are there, the best first. Thread-safe; a snapshot never changes.
 *
 * <p>A transport that cannot be loaded, throws, or has a bad or taken id is named in the log and skipped: the others work.
 */
public final class TransportRegistry {
    private static final Logger log = LoggerFactory.getLogger(TransportRegistry.class);
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** How many that cannot be loaded are named; a class path that cannot be read gives no end of them. */
    private static final int MOST_FAULTS = 100;

    private volatile List<Transport> transports = List.of();

    /** Returns a registry with the transports that {@link ServiceLoader} finds. */
    public static TransportRegistry load() {
        return load(TransportRegistry.class.getClassLoader());
    }

    /** Returns a registry with the transports that {@link ServiceLoader} finds there. */
    public static TransportRegistry load(ClassLoader loader) {
        TransportRegistry registry = new TransportRegistry();
        Iterator<Transport> found = ServiceLoader.load(Transport.class, loader).iterator();
        for (int faults = 0; faults < MOST_FAULTS; ) {
            try {
                if (!found.hasNext()) {
                    return registry;
                }
                registry.add(found.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                faults++;
                log.warn("A transport could not be loaded and is skipped: {}", e.getMessage(), e);
            }
        }
        log.error("Looking for transports ended after {} that could not be loaded.", MOST_FAULTS);
        return registry;
    }

    /** Adds a transport; returns whether it was taken. */
    public boolean add(Transport transport) {
        String name = transport.getClass().getName();
        try {
            String id = transport.id();
            transport.rank();
            if (!ID.matcher(id).matches()) {
                log.warn(
                        "Transport {} is skipped: its id '{}' is not lower-case letters, digits and dashes.", name, id);
                return false;
            }
            requireOwnKeys(transport, id);
        } catch (RuntimeException | LinkageError e) {
            log.warn("Transport {} is skipped: it does not say what it is: {}", name, e.getMessage(), e);
            return false;
        }
        boolean added = put(transport);
        if (!added) {
            log.warn("Transport {} is skipped: there is another with the id '{}'.", name, transport.id());
        }
        return added;
    }

    private synchronized boolean put(Transport transport) {
        if (transports.stream().anyMatch(other -> other.id().equals(transport.id()))) {
            return false;
        }
        List<Transport> more = new ArrayList<>(transports);
        more.add(transport);
        more.sort(Comparator.comparingInt(Transport::rank).reversed().thenComparing(Transport::id));
        transports = List.copyOf(more);
        return true;
    }

    private static void requireOwnKeys(Transport transport, String id) {
        for (Setting<?> setting : transport.settings()) {
            if (!setting.key().startsWith("transport." + id + ".")) {
                throw new AgentException(
                        Code.CONFIGURATION, "Setting " + setting.key() + " does not begin with transport." + id + ".");
            }
        }
    }

    /** Removes a transport, if it is there. */
    public synchronized void remove(Transport transport) {
        transports = transports.stream().filter(other -> other != transport).toList();
    }

    /** Returns the transports that are there now, the best first. */
    public List<Transport> all() {
        return transports;
    }

    /**
     * Returns the transports with those ids, or all if none is named.
     *
     * @throws AgentException {@link Code#CONFIGURATION} if one is not there, naming those that are
     */
    public List<Transport> named(List<String> ids) {
        List<Transport> all = all();
        for (String id : ids) {
            if (all.stream().noneMatch(transport -> transport.id().equals(id))) {
                throw new AgentException(
                        Code.CONFIGURATION, "There is no transport '" + id + "'. " + whatThereIs(id, all));
            }
        }
        return all.stream()
                .filter(transport -> ids.isEmpty() || ids.contains(transport.id()))
                .toList();
    }

    private static String whatThereIs(String id, List<Transport> all) {
        if (all.isEmpty()) {
            return "There is none at all: put fairlead-transport-" + id + " beside the runtime.";
        }
        return "There are: " + String.join(", ", all.stream().map(Transport::id).toList()) + ".";
    }

    /** Returns the best transport that can reach a target. */
    public Optional<Transport> dialling(Target target) {
        return all().stream().filter(transport -> dials(transport, target)).findFirst();
    }

    private static boolean dials(Transport transport, Target target) {
        try {
            return transport.dials(target);
        } catch (RuntimeException | LinkageError e) {
            log.warn(
                    "Transport '{}' is skipped: it does not say what it reaches: {}",
                    transport.id(),
                    e.getMessage(),
                    e);
            return false;
        }
    }
}
