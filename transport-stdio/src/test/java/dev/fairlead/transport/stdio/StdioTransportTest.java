// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class StdioTransportTest {
    private static final Target.Command CAT = new Target.Command(List.of("cat"), null, Map.of());
    private static final Target.Address ELSEWHERE = new Target.Address(URI.create("https://example.org/acp"));

    private final Transport transport = new StdioTransport();

    @Test
    void isFoundByServiceLoader() {
        List<String> ids = ServiceLoader.load(Transport.class).stream()
                .map(provider -> provider.get().id())
                .toList();

        assertTrue(ids.contains("stdio"), ids.toString());
    }

    @Test
    void dialsCommandsAndServesNothing() {
        assertTrue(transport.dials(CAT));
        assertFalse(transport.dials(ELSEWHERE));
        assertFalse(transport.serves());
        assertEquals(
                Code.UNSUPPORTED, failureOfDialling(ELSEWHERE, Settings.NONE).code());
    }

    @Test
    void refusesASettingThatMakesNoSense() {
        Settings settings = Settings.of(Map.of("transport.stdio.kill-after", "soon"));

        AgentException failure = failureOfDialling(CAT, settings);

        assertEquals(Code.CONFIGURATION, failure.code());
        assertTrue(failure.getMessage().contains("transport.stdio.kill-after"), failure.getMessage());
    }

    @Test
    void declaresItsSettingsUnderItsOwnName() {
        assertEquals(
                List.of("transport.stdio.terminate-after", "transport.stdio.kill-after"),
                transport.settings().stream().map(Setting::key).toList());
    }

    private AgentException failureOfDialling(Target target, Settings settings) {
        DialContext context = DialContext.to(target, settings, MessageLimits.STANDARD, new Ear());
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> transport.dial(context).toCompletableFuture().join());
        return assertInstanceOf(AgentException.class, failure.getCause());
    }
}
