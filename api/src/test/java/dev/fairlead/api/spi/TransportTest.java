// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class TransportTest {
    /** Can do nothing, and says so. */
    private final Transport neither = new Transport() {
        @Override
        public String id() {
            return "neither";
        }

        @Override
        public int rank() {
            return 1;
        }
    };

    @Test
    void whatDoesNotServeSaysSo() {
        AgentException refusal = assertThrows(AgentException.class, () -> neither.serve(null));

        assertFalse(neither.serves());
        assertEquals(Code.UNSUPPORTED, refusal.code());
        assertEquals("Transport 'neither' does not serve.", refusal.getMessage());
    }

    @Test
    void whatDoesNotDialFailsTheStage() {
        CompletableFuture<Wire> wire = neither.dial(null).toCompletableFuture();

        assertFalse(neither.dials(new Target.Address(URI.create("https://host/acp"))));
        AgentException refusal = assertInstanceOf(
                AgentException.class,
                assertThrows(ExecutionException.class, wire::get).getCause());
        assertEquals(Code.UNSUPPORTED, refusal.code());
        assertEquals("Transport 'neither' does not dial.", refusal.getMessage());
    }

    @Test
    void hasNoSettingsUnlessItDeclaresSome() {
        assertEquals(List.of(), neither.settings());
        assertNull(neither.servesAt());
    }

    @Test
    void aCommandStaysAsItWas() {
        List<String> words = new ArrayList<>(List.of("agent", "--acp"));
        Map<String, String> environment = new HashMap<>(Map.of("KEY", "value"));
        Target.Command command = new Target.Command(words, Path.of("."), environment);
        words.clear();
        environment.clear();

        assertEquals(List.of("agent", "--acp"), command.words());
        assertEquals(Map.of("KEY", "value"), command.environment());
    }
}
