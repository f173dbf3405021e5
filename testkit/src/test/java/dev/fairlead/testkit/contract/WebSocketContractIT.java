// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.transport.websocket.WebSocketTransport;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;

/** The contract of the WebSocket transport, on both sides. */
class WebSocketContractIT {
    private static final Loopback LOOPBACK = Loopback.of(new WebSocketTransport());

    @Nested
    class ThePlugIn implements TransportContract {
        @Override
        public Transport transport() {
            return new WebSocketTransport();
        }
    }

    @Nested
    class Serving implements WireContract {
        @Override
        public Ends open(Opening opening) throws Exception {
            return LOOPBACK.down(opening);
        }
    }

    @Nested
    class Dialling implements WireContract {
        @Override
        public Ends open(Opening opening) throws Exception {
            return LOOPBACK.up(opening);
        }

        @Override
        public CompletionStage<Wire> openInVain(WireListener listener) {
            return LOOPBACK.inVain(listener);
        }

        @Override
        public Map<String, String> waivers() {
            return Map.of("2.3", "A gateway is told nothing but acknowledgements.");
        }
    }
}
