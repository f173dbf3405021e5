// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.Gateway;
import dev.fairlead.runtime.client.Connector;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the README shows, compiled and run. */
class ExamplesIT {
    private static final Settings ANY_PORT = Settings.of(Map.of("listen.port", "0"));
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":1}}";

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final AgentListener printer = new AgentListener() {
        @Override
        public CompletionStage<Void> onMessage(Message message) {
            heard.add(message.text());
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onClosed(CloseReason reason) {
            heard.add(reason.toString());
        }
    };

    @Test
    void dialsAnAgentWrittenInJava() throws Exception {
        Gateway gateway = Gateway.serving(new EchoAgent()).settings(ANY_PORT).start();
        dial(gateway.address());
        gateway.stop(Duration.ofSeconds(5)).toCompletableFuture().join();
    }

    @Test
    void servesAnAgentThatIsFarAway() throws Exception {
        Gateway far = Gateway.serving(new EchoAgent()).settings(ANY_PORT).start();
        try (Connector connector = Connector.to(far.address()).build()) {
            Gateway relay = Gateway.serving(connector).settings(ANY_PORT).start();
            dial(relay.address());
            relay.stop(Duration.ofSeconds(5)).toCompletableFuture().join();
        }
        far.stop(Duration.ofSeconds(5)).toCompletableFuture().join();
    }

    private void dial(URI address) throws InterruptedException {
        try (Connector connector = Connector.to(address)
                .listener((connection, state) -> System.err.println(connection + " " + state))
                .build()) {
            AgentConnection agent =
                    connector.connect(printer).toCompletableFuture().join();
            agent.send(Message.of(INITIALIZE)).toCompletableFuture().join();
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}", heard.poll(30, TimeUnit.SECONDS));
            agent.close(CloseReason.NORMAL).toCompletableFuture().join();
            assertEquals(CloseReason.NORMAL.toString(), heard.poll(30, TimeUnit.SECONDS));
        }
    }
}
