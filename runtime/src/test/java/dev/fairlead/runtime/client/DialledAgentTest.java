// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.runtime.FakeTransport;
import dev.fairlead.runtime.registry.TransportRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialledAgentTest {
    private static final Target TARGET = new Target.Command(List.of("agent", "--acp"), null, Map.of());
    private static final String UNSAID = "The agent could not be reached.";

    private final Settings settings = Settings.of(Map.of("transport.stdio.group", "true"));
    private final TransportRegistry registry = new TransportRegistry();
    private final HeardAgent heard = new HeardAgent();
    private final List<DialContext> dials = new ArrayList<>();

    private void dialling(Function<DialContext, CompletionStage<Wire>> way) {
        registry.add(FakeTransport.of("stdio").dialling(context -> {
            dials.add(context);
            return way.apply(context);
        }));
    }

    private CompletableFuture<AgentConnection> connect() {
        return new DialledAgent(TARGET, settings, registry)
                .connect(heard.context())
                .toCompletableFuture();
    }

    private AgentException refusal() {
        CompletableFuture<AgentConnection> connecting = connect();
        AgentException refusal = assertInstanceOf(
                AgentException.class,
                assertThrows(ExecutionException.class, connecting::get).getCause());
        assertEquals(Code.AGENT_UNAVAILABLE, refusal.code());
        assertEquals(List.of(), heard.ends);
        return refusal;
    }

    @Test
    void dialsTheTargetAnewForEachConnection() throws Exception {
        dialling(context -> CompletableFuture.completedStage(new RecordingWire()));

        assertEquals("pid 4711", connect().get().id());
        assertEquals("pid 4711", connect().get().id());

        assertEquals(2, dials.size());
        for (DialContext dial : dials) {
            assertSame(TARGET, dial.target());
            assertSame(settings, dial.settings());
            assertEquals(heard.context().limits(), dial.limits());
        }
        assertFalse(dials.get(0).listener() == dials.get(1).listener());
    }

    @Test
    void dialsByTheTransportThatIsTheBestThen() throws Exception {
        dialling(context -> CompletableFuture.completedStage(new RecordingWire()));
        connect().get();
        registry.add(FakeTransport.of("better")
                .ranked(999)
                .dialling(context -> CompletableFuture.failedStage(
                        new AgentException(Code.AGENT_UNAVAILABLE, "The better one was asked."))));

        assertEquals("The better one was asked.", refusal().getMessage());
    }

    @Test
    void connectsWhenTheWireIsOpen() throws Exception {
        CompletableFuture<Wire> opening = new CompletableFuture<>();
        dialling(context -> opening);
        CompletableFuture<AgentConnection> connecting = connect();

        assertFalse(connecting.isDone());
        opening.complete(new RecordingWire());
        assertEquals("pid 4711", connecting.get().id());
    }

    @Test
    void hearsWhatTheAgentSaysBeforeTheWireIsOpen() {
        dialling(context -> new CompletableFuture<>());
        CompletableFuture<AgentConnection> connecting = connect();
        String early = "{\"jsonrpc\":\"2.0\",\"method\":\"early\"}";

        dials.get(0).listener().onMessage(1, early.getBytes(StandardCharsets.UTF_8));

        assertEquals(List.of(early), heard.messages);
        assertFalse(connecting.isDone());
    }

    @Test
    void saysWhatToDoWhenNoTransportReachesTheTarget() {
        registry.add(FakeTransport.of("sse"));

        assertEquals(
                "No transport can reach the agent. Put the bundle of one beside the others, fairlead-transport-stdio for a"
                        + " command.",
                refusal().getMessage());
    }

    @Test
    void passesOnWhyTheAgentIsNotThere() {
        AgentException known = new AgentException(Code.AGENT_UNAVAILABLE, "The agent's program was not found.");
        dialling(context -> CompletableFuture.failedStage(known));

        assertSame(known, refusal());
    }

    @Test
    void passesItOnFromALaterStageToo() {
        AgentException known = new AgentException(Code.AGENT_UNAVAILABLE, "The agent's program was not found.");
        dialling(context -> CompletableFuture.failedStage(new CompletionException(known)));

        assertSame(known, refusal());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AGENT_UNAVAILABLE")
    void tellsOnlyTheLogOfAFailureWithAnotherCode(Code code) {
        AgentException failure = new AgentException(code, "/home/secret/agent is not to be told.");
        dialling(context -> CompletableFuture.failedStage(failure));

        AgentException refusal = refusal();
        assertEquals(UNSAID, refusal.getMessage());
        assertSame(failure, refusal.getCause());
    }

    @Test
    void tellsOnlyTheLogOfATransportThatThrows() {
        IllegalStateException failure = new IllegalStateException("secret of dev.fairlead");
        dialling(context -> {
            throw failure;
        });

        AgentException refusal = refusal();
        assertEquals(UNSAID, refusal.getMessage());
        assertSame(failure, refusal.getCause());
    }

    @Test
    void isNotThereEitherWhenTheTransportsClassesAreGone() {
        NoClassDefFoundError failure = new NoClassDefFoundError("dev/fairlead/transport/stdio/StdioWire");
        dialling(context -> {
            throw failure;
        });

        assertSame(failure, refusal().getCause());
    }

    @Test
    void isNotThereEitherWhenTheTransportGivesNoWire() {
        dialling(context -> CompletableFuture.completedStage(null));

        AgentException refusal = refusal();
        assertEquals(UNSAID, refusal.getMessage());
        assertNull(refusal.getCause());
    }
}
