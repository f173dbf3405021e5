// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.spi.Transport;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class PollingTransportTest {
    @Test
    void isFoundByTheServiceLoader() {
        assertTrue(ServiceLoader.load(Transport.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(PollingTransport.class::equals));
    }

    @Test
    void servesBelowTheEndpointsPathAndLastInRank() {
        FakeRuntime runtime = new FakeRuntime();
        Transport transport = new PollingTransport();
        transport.serve(runtime);

        assertTrue(transport.serves());
        assertEquals("polling", transport.id());
        assertEquals(100, transport.rank());
        assertEquals("/poll", runtime.routes.get(0).path());
    }
}
