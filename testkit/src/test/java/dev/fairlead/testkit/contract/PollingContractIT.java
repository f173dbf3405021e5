// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.transport.polling.PollingTransport;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;

/** The contract of the polling transport, on both sides. */
class PollingContractIT {
    private static final Loopback LOOPBACK = Loopback.of(new PollingTransport()).withBerth(ServedPolls::new);

    @Nested
    class ThePlugIn implements TransportContract {
        @Override
        public Transport transport() {
            return new PollingTransport();
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
            return Map.of(
                    "2.3", "A gateway is told nothing: each poll shows that its client lives, and what it has.",
                    "6.7", "A client that goes away polls no more; the DELETE that says so is the runtime's.");
        }
    }
}
