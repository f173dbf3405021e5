// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Transport;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class WebSocketTransportTest {
    private final FakeRuntime runtime = new FakeRuntime();
    private final Transport transport = new WebSocketTransport();

    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(ServiceLoader.load(Transport.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(WebSocketTransport.class::equals));
    }

    @Test
    void servesOnTheEndpointsOwnPathAndIsPreferred() {
        transport.serve(runtime);

        assertTrue(transport.serves());
        assertEquals("websocket", transport.id());
        assertEquals(300, transport.rank());
        assertEquals("", runtime.routes.get(0).path());
    }

    @Test
    void itsSettingsHaveItsName() {
        assertTrue(
                transport.settings().stream().allMatch(setting -> setting.key().startsWith("transport.websocket.")));
    }

    @Test
    void anUnusableSettingRefusesToServe() {
        runtime.settings = Settings.of(Map.of("transport.websocket.keep-plain", "perhaps"));

        assertEquals(
                Code.CONFIGURATION,
                assertThrows(AgentException.class, () -> transport.serve(runtime))
                        .code());
        assertEquals(List.of(), runtime.routes);
    }
}
