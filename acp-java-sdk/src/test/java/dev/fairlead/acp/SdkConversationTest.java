// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.acp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.agentclientprotocol.sdk.agent.AcpAgent;
import com.agentclientprotocol.sdk.agent.AcpAsyncAgent;
import com.agentclientprotocol.sdk.client.AcpAsyncClient;
import com.agentclientprotocol.sdk.client.AcpClient;
import com.agentclientprotocol.sdk.client.transport.WebSocketAcpClientTransport;
import com.agentclientprotocol.sdk.json.AcpJsonMapper;
import com.agentclientprotocol.sdk.spec.AcpAgentTransport;
import com.agentclientprotocol.sdk.spec.AcpClientTransport;
import com.agentclientprotocol.sdk.spec.AcpSchema.AgentMessageChunk;
import com.agentclientprotocol.sdk.spec.AcpSchema.InitializeResponse;
import com.agentclientprotocol.sdk.spec.AcpSchema.NewSessionRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.NewSessionResponse;
import com.agentclientprotocol.sdk.spec.AcpSchema.PermissionSelected;
import com.agentclientprotocol.sdk.spec.AcpSchema.PromptRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.PromptResponse;
import com.agentclientprotocol.sdk.spec.AcpSchema.RequestPermissionResponse;
import com.agentclientprotocol.sdk.spec.AcpSchema.StopReason;
import com.agentclientprotocol.sdk.spec.AcpSchema.TextContent;
import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.Gateway;
import dev.fairlead.runtime.client.Connector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** The real SDK at both ends, and real sockets between. */
class SdkConversationTest {
    private static final int CHUNKS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Gateway gateway = Gateway.serving(SdkAgent.of(SdkConversationTest::counting))
            .settings(Settings.of(Map.of("listen.port", "0", "session-header", "lenient")))
            .start();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws Exception {
        gateway.stop(Duration.ofSeconds(1)).toCompletableFuture().get(10, SECONDS);
    }

    /** An agent as its author would write it: asks whether it may count, and counts. */
    private static AcpAsyncAgent counting(AcpAgentTransport transport) {
        return AcpAgent.sync(transport)
                .initializeHandler(request -> InitializeResponse.ok())
                .newSessionHandler(request -> new NewSessionResponse("s-1", null, null))
                .promptHandler((request, context) -> {
                    if (!context.askPermission("May I count?")) {
                        return PromptResponse.refusal();
                    }
                    for (int i = 0; i < CHUNKS; i++) {
                        context.sendMessage(String.valueOf(i));
                    }
                    return PromptResponse.endTurn();
                })
                .build()
                .async();
    }

    /** The asynchronous client: up to 0.14.0 the synchronous one hears notifications in any order. */
    private AcpAsyncClient client(AcpClientTransport transport) {
        return AcpClient.async(transport)
                .requestTimeout(Duration.ofSeconds(20))
                .requestPermissionHandler(request -> Mono.just(new RequestPermissionResponse(
                        new PermissionSelected(request.options().get(0).optionId()))))
                .sessionUpdateConsumer(update -> {
                    if (update.update() instanceof AgentMessageChunk chunk
                            && chunk.content() instanceof TextContent text) {
                        heard.add(text.text());
                    }
                    return Mono.empty();
                })
                .build();
    }

    private void countsOnceInOrder(AcpClientTransport transport) throws Exception {
        AcpAsyncClient client = client(transport);
        client.initialize().block(PATIENCE);
        String session = client.newSession(new NewSessionRequest("/", List.of()))
                .block(PATIENCE)
                .sessionId();
        PromptResponse answer = client.prompt(new PromptRequest(session, List.of(new TextContent("Count."))))
                .block(PATIENCE);

        assertEquals(StopReason.END_TURN, answer.stopReason());
        for (String expected :
                IntStream.range(0, CHUNKS).mapToObj(String::valueOf).toList()) {
            assertEquals(expected, heard.poll(10, SECONDS));
        }
        assertEquals(List.of(), Stream.ofNullable(heard.peek()).toList());
        client.closeGracefully().block(PATIENCE);
    }

    @Test
    void theSdksOwnClientIsServed() throws Exception {
        URI address = URI.create(gateway.address().toString().replace("http", "ws"));
        countsOnceInOrder(new WebSocketAcpClientTransport(address, AcpJsonMapper.createDefault()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "websocket"})
    void theSdksClientDialsByAConnector(String transport) throws Exception {
        try (Connector connector =
                Connector.to(gateway.address()).transport(transport).build()) {
            countsOnceInOrder(new SdkClientTransport(connector));
        }
    }

    @Test
    void bothMayBeInOneJvm() throws Exception {
        countsOnceInOrder(new SdkClientTransport(SdkAgent.of(SdkConversationTest::counting)));
    }

    @Test
    void aClientThatReachesNobodyIsToldWhy() {
        Agent nobody = context ->
                CompletableFuture.failedStage(new AgentException(Code.AGENT_UNAVAILABLE, "Nobody is there."));
        AcpAsyncClient client = client(new SdkClientTransport(nobody));

        Throwable failure =
                assertThrows(RuntimeException.class, () -> client.initialize().block(PATIENCE));

        assertTrue(String.valueOf(failure).contains("Nobody is there."), String.valueOf(failure));
    }

    @Test
    void theAgentHearsThatItsClientIsGone() throws Exception {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        SdkAgent agent = SdkAgent.of(transport -> {
            transport
                    .awaitTermination()
                    .subscribe(nothing -> {}, ended::completeExceptionally, () -> ended.complete(null));
            return counting(transport);
        });
        countsOnceInOrder(new SdkClientTransport(agent));

        ended.get(10, SECONDS);
    }
}
