// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.acp;

import com.agentclientprotocol.sdk.agent.AcpAsyncAgent;
import com.agentclientprotocol.sdk.json.TypeRef;
import com.agentclientprotocol.sdk.spec.AcpAgentTransport;
import com.agentclientprotocol.sdk.spec.AcpSchema.JSONRPCMessage;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Both sides of one conversation with an agent of the SDK: to the agent its transport, to the runtime the agent.
 *
 * <p>The agent waits where it waits for {@link #sendMessage}: until the runtime has taken the message, which is its back-pressure.
 */
final class SdkAgentTransport implements AcpAgentTransport, AgentConnection {
    private static final Logger log = LoggerFactory.getLogger(SdkAgentTransport.class);
    private static final CompletionStage<Void> TAKEN = CompletableFuture.completedStage(null);

    private final AgentContext context;
    private final Translation translation;
    private final OrderedLine line;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private volatile @Nullable Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler;
    private volatile Consumer<Throwable> exceptions = failure -> {};
    private volatile @Nullable AcpAsyncAgent agent;

    SdkAgentTransport(AgentContext context) {
        this.context = context;
        this.translation = new Translation(context.limits());
        this.line = new OrderedLine(context.listener()::onMessage);
    }

    /** Starts the agent that was made for this transport. */
    CompletableFuture<?> begin(AcpAsyncAgent made) {
        agent = made;
        return made.start().toFuture();
    }

    // ---- to the agent, its transport

    @Override
    public Mono<Void> start(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> hears) {
        return Mono.fromRunnable(() -> handler = hears);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromCompletionStage(() -> line.send(translation.message(message)));
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(
                () -> ended(new CloseReason(Code.AGENT_EXITED, "The agent has ended the conversation.")));
    }

    @Override
    public Mono<Void> awaitTermination() {
        return Mono.fromFuture(closed, true).then();
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> hears) {
        exceptions = hears;
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return translation.mapper().convertValue(data, type);
    }

    // ---- to the runtime, the agent

    @Override
    public String id() {
        return "sdk agent of " + context.connectionId();
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> hears = handler;
        if (closing.get() || hears == null) {
            return CompletableFuture.failedStage(
                    new AgentException(Code.AGENT_EXITED, "The agent has ended the conversation."));
        }
        try {
            var unused = hears.apply(Mono.just(translation.object(message)))
                    .subscribe(answer -> answer(answer), this::failed);
        } catch (AgentException e) {
            failed(e);
        }
        return TAKEN;
    }

    private void answer(JSONRPCMessage answer) {
        line.send(translation.message(answer)).whenComplete((nothing, failure) -> {
            if (failure != null) {
                failed(failure);
            }
        });
    }

    private void failed(Throwable failure) {
        if (!closing.get()) {
            log.warn(
                    "A message was lost between the SDK and its agent. connection={}", context.connectionId(), failure);
            exceptions.accept(failure);
        }
    }

    @Override
    public CompletionStage<CloseReason> close(CloseReason reason) {
        ended(reason);
        return closed;
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return closed;
    }

    private void ended(CloseReason reason) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        line.close(new AgentException(reason.code(), reason.detail()));
        AcpAsyncAgent made = agent;
        Mono<Void> goodbye = made == null ? Mono.empty() : made.closeGracefully();
        var unused = goodbye.onErrorResume(failure -> {
                    log.warn("The agent did not end well. connection={}", context.connectionId(), failure);
                    return Mono.empty();
                })
                .doFinally(signal -> {
                    context.listener().onClosed(reason);
                    closed.complete(reason);
                })
                .subscribe();
    }
}
