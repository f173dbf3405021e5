// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.Gateway;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An agent for any number of clients: it answers at once, and a prompt never. */
record StormAgent(AgentContext context, CompletableFuture<CloseReason> closed) implements AgentConnection {
    /** Serves it until the process is killed. */
    public static void main(String[] settings) throws InterruptedException {
        Map<String, String> all = Stream.of(settings)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        Gateway.serving(context -> CompletableFuture.completedStage(new StormAgent(context, new CompletableFuture<>())))
                .settings(Settings.of(all))
                .start();
        new CountDownLatch(1).await();
    }

    @Override
    public String id() {
        return context.connectionId();
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        String result = switch (String.valueOf(message.envelope().method())) {
            case "initialize" -> "{\"protocolVersion\":1}";
            case "session/new" -> "{\"sessionId\":\"" + UUID.randomUUID() + "\"}";
            default -> null;
        };
        if (result != null) {
            var unused = context.listener()
                    .onMessage(Message.of(
                            "{\"jsonrpc\":\"2.0\",\"id\":" + message.envelope().id() + ",\"result\":" + result + "}"));
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<CloseReason> close(CloseReason reason) {
        if (!closed.isDone()) {
            context.listener().onClosed(reason);
            closed.complete(reason);
        }
        return closed;
    }
}
