// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.spi.Transport;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SseTransportTest {
    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(ServiceLoader.load(Transport.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(SseTransport.class::equals));
    }

    @Test
    void servesOnTheEndpointsOwnPathBelowWebSocketInRank() {
        FakeRuntime runtime = new FakeRuntime();
        Transport transport = new SseTransport();
        transport.serve(runtime);

        assertTrue(transport.serves());
        assertEquals("sse", transport.id());
        assertEquals(200, transport.rank());
        assertEquals("", runtime.routes.get(0).path());
    }
}
