// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.Gateway;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that is a gateway until a signal ends it.
 *
 * <p>A signal stops the gateway and with it the agents, before the process ends: with 130 after Ctrl-C, with 143 after SIGTERM.
 */
final class GatewayProcess {
    /** How long an agent may take to end by itself. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** How long the process waits for the gateway, which forces what did not end within the grace period. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(GatewayProcess.class);

    private GatewayProcess() {}

    /**
     * Serves an agent, and says so, and where the chat page is if there is one. Never returns.
     *
     * @param name what the agent is called there
     * @throws AgentException if the gateway does not start
     */
    static void serve(Agent agent, String name, Settings settings) throws InterruptedException {
        Gateway gateway = Gateway.serving(agent).settings(settings).start();
        log.info("Serving. transports={}", String.join(",", gateway.transports()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway), "fairlead-stop"));
        Announcement.print(name, gateway.address(), gateway.page());
        new CountDownLatch(1).await();
    }

    private static void stop(Gateway gateway) {
        try {
            gateway.stop(GRACE).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.error("The gateway did not stop cleanly; something may be left running.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
