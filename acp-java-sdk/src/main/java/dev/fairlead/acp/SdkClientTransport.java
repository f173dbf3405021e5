// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.acp;

import com.agentclientprotocol.sdk.json.TypeRef;
import com.agentclientprotocol.sdk.spec.AcpClientTransport;
import com.agentclientprotocol.sdk.spec.AcpSchema.JSONRPCMessage;
import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Lets a client of the SDK talk to any {@link Agent}: to a remote one through a connector, to one in this JVM directly.
 *
 * <p>One use: a client connects it once. The SDK's client keeps notifications that it has not handled in a queue without bound; a
 * slow handler is not slowed down by what this transport does.
 */
public final class SdkClientTransport implements AcpClientTransport {
    private static final Logger log = LoggerFactory.getLogger(SdkClientTransport.class);
    private static final CompletionStage<Void> TAKEN = CompletableFuture.completedStage(null);

    private final Agent agent;
    private final Translation translation = new Translation(MessageLimits.STANDARD);
    private final CompletableFuture<AgentConnection> connection = new CompletableFuture<>();
    private final OrderedLine line = new OrderedLine(message -> connection.thenCompose(open -> open.send(message)));
    private volatile Consumer<Throwable> exceptions = failure -> {};

    /** Creates a transport; nothing is dialled yet. */
    public SdkClientTransport(Agent agent) {
        this.agent = agent;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        AgentContext context = new AgentContext(
                "sdk-client",
                new Peer("java", "this JVM", Peer.ANONYMOUS),
                MessageLimits.STANDARD,
                new FromAgent(handler));
        return Mono.fromCompletionStage(() -> agent.connect(context))
                .doOnNext(connection::complete)
                .doOnError(this::failed)
                .then();
    }

    private void failed(Throwable failure) {
        AgentException why = failure instanceof AgentException known
                ? known
                : new AgentException(Code.AGENT_UNAVAILABLE, "The agent could not be reached.", failure);
        connection.completeExceptionally(why);
        line.close(why);
        exceptions.accept(why);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromCompletionStage(() -> line.send(translation.message(message)));
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromCompletionStage(() -> connection.isDone()
                        ? connection.thenCompose(open -> open.close(CloseReason.NORMAL))
                        : CompletableFuture.completedStage(CloseReason.NORMAL))
                .onErrorResume(AgentException.class, never -> Mono.empty())
                .then();
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> hears) {
        exceptions = hears;
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return translation.mapper().convertValue(data, type);
    }

    /** Hears the agent, and hands over what the client answers. */
    private final class FromAgent implements AgentListener {
        private final Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler;

        FromAgent(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
            this.handler = handler;
        }

        @Override
        public CompletionStage<Void> onMessage(Message message) {
            try {
                var unused = handler.apply(Mono.just(translation.object(message)))
                        .flatMap(SdkClientTransport.this::sendMessage)
                        .subscribe(nothing -> {}, this::lost);
            } catch (AgentException e) {
                lost(e);
            }
            return TAKEN;
        }

        private void lost(@Nullable Throwable failure) {
            log.warn("The SDK's client could not take a message of the agent.", failure);
        }

        @Override
        public void onClosed(CloseReason reason) {
            AgentException why = new AgentException(reason.code(), reason.detail());
            line.close(why);
            if (reason.code() != Code.NORMAL) {
                exceptions.accept(why);
            }
        }
    }
}
