// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.spi.HttpEngine;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Site;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.Gateway;
import dev.fairlead.runtime.client.Connector;
import dev.fairlead.runtime.client.Connectors;
import dev.fairlead.runtime.client.DialledAgent;
import dev.fairlead.runtime.registry.TransportRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves what there is to serve, as long as there are an engine and an agent: the first {@link Agent} service, or else the program
 * that {@link #COMMAND} names.
 *
 * <p>What comes and goes is told from any thread; it is done by one thread, in order. Who tells that something goes waits until it is
 * no longer used, ten seconds at most.
 */
final class Host {
    static final Setting<List<String>> COMMAND = Setting.of(
            "agent.command",
            "",
            "The program to serve and its arguments, separated by spaces; quote what has some. No shell reads them.",
            Words::split);
    static final Setting<String> DIRECTORY =
            Setting.text("agent.directory", "", "Where the program runs; none means the container's own directory.");

    static final Setting<Map<String, String>> ENVIRONMENT = Setting.of(
            "agent.environment",
            "",
            "Variables for the program, NAME=VALUE, separated by spaces; quote what has some.",
            Host::variables);

    private static final Logger log = LoggerFactory.getLogger(Host.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Configuration configuration;
    private final Publication publication;
    private final TransportRegistry registry = new TransportRegistry();
    private final Set<HttpEngine> engines = new LinkedHashSet<>();
    private final Set<Agent> agents = new LinkedHashSet<>();
    private final ChangingSite site = new ChangingSite();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "fairlead-host"));

    private volatile @Nullable HttpEngine engine;
    private @Nullable Agent agent;
    private Settings settings = Settings.NONE;
    private volatile @Nullable Gateway gateway;

    Host(Configuration configuration, Publication publication) {
        this.configuration = configuration;
        this.publication = publication;
    }

    // ---- what comes and goes

    void addTransport(Transport transport) {
        thread.execute(() -> {
            Gateway serving = gateway;
            if (registry.add(transport) && serving != null) {
                serving.add(transport, configuration.settings(transport.settings()));
            }
        });
    }

    void removeTransport(Transport transport) {
        doAndAwait(() -> {
            registry.remove(transport);
            Gateway serving = gateway;
            if (serving != null) {
                await(serving.stop(transport.id(), GRACE).toCompletableFuture());
            }
        });
    }

    void addEngine(HttpEngine service) {
        thread.execute(() -> {
            engines.add(service);
            reconcile();
        });
    }

    void removeEngine(HttpEngine service) {
        doAndAwait(() -> {
            engines.remove(service);
            reconcile();
        });
    }

    void addSite(Site service) {
        site.add(service);
    }

    void removeSite(Site service) {
        site.remove(service);
    }

    void addAgent(Agent service) {
        thread.execute(() -> {
            agents.add(service);
            reconcile();
        });
    }

    void removeAgent(Agent service) {
        doAndAwait(() -> {
            agents.remove(service);
            reconcile();
        });
    }

    void configured() {
        thread.execute(this::reconcile);
    }

    /** Ends everything, the thread too; what goes afterwards was not used any more. */
    void stop() {
        doAndAwait(this::end);
        thread.shutdown();
    }

    /** Returns what operators may ask. */
    ShellCommands commands() {
        return new ShellCommands(registry::all, () -> gateway);
    }

    /** Returns what dials through the transports that are there at that moment. */
    Connectors connectors() {
        return uri ->
                Connector.to(uri).settings(configuration.settings(known())).transports(registry.all());
    }

    // ---- what follows from it; on the host's thread

    private List<Setting<?>> known() {
        List<Setting<?>> known = new ArrayList<>(List.of(COMMAND, DIRECTORY, ENVIRONMENT));
        HttpEngine chosen = engine;
        known.addAll(Gateway.settings(chosen == null ? List.of() : chosen.settings(), registry.all()));
        known.addAll(Connector.settings(registry.all()));
        return known;
    }

    /** Makes what is served what should be. Waits for the end of what is not to be served any more. */
    private void reconcile() {
        HttpEngine nextEngine = engines.stream().findFirst().orElse(null);
        boolean sameEngine = nextEngine == engine;
        engine = nextEngine;
        Settings nextSettings = configuration.settings(known());
        Agent nextAgent = agents.stream().findFirst().orElse(null);
        boolean same =
                sameEngine && nextAgent == agent && nextSettings.texts().equals(settings.texts()) && gateway != null;
        agent = nextAgent;
        settings = nextSettings;
        if (!same) {
            end();
            begin();
        }
    }

    private void begin() {
        HttpEngine chosen = engine;
        if (chosen == null) {
            return;
        }
        try {
            Agent served = agent == null ? command() : agent;
            if (served == null) {
                log.info(
                        "Nothing is served yet: register a service {}, or set {}.",
                        Agent.class.getName(),
                        COMMAND.key());
                return;
            }
            Gateway started = Gateway.serving(served)
                    .settings(settings)
                    .engine(chosen)
                    .site(site)
                    .transports(registry.all())
                    .changing()
                    .start();
            gateway = started;
            publication.publish(started);
            log.info("Serving at {} by {}.", started.address(), started.transports());
        } catch (AgentException e) {
            log.error("Nothing is served: {}", e.getMessage());
        }
    }

    private @Nullable Agent command() {
        List<String> words = settings.get(COMMAND);
        if (words.isEmpty()) {
            return null;
        }
        String directory = settings.get(DIRECTORY);
        Target target =
                new Target.Command(words, directory.isEmpty() ? null : Path.of(directory), settings.get(ENVIRONMENT));
        return context -> new DialledAgent(target, configuration.settings(known()), registry).connect(context);
    }

    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new HashMap<>();
        for (String word : Words.split(text)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("NAME=VALUE for each");
            }
            variables.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return variables;
    }

    private void end() {
        Gateway ending = gateway;
        gateway = null;
        if (ending != null) {
            publication.withdraw();
            await(ending.stop(GRACE).toCompletableFuture());
        }
    }

    /** Does something on the host's thread, and waits until it is done. */
    private void doAndAwait(Runnable task) {
        if (!thread.isShutdown()) {
            await(CompletableFuture.runAsync(task, thread));
        }
    }

    private static void await(Future<Void> ending) {
        try {
            ending.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Something did not end well.", e);
        }
    }
}
