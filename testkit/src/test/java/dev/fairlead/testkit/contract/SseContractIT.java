// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.transport.sse.SseTransport;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;

/** The contract of the SSE transport; the way up is a POST, which is the runtime's. */
class SseContractIT {
    private static final Loopback LOOPBACK = Loopback.of(new SseTransport());

    @Nested
    class ThePlugIn implements TransportContract {
        @Override
        public Transport transport() {
            return new SseTransport();
        }
    }

    @Nested
    class ServingAndDialling implements WireContract {
        @Override
        public Ends open(Opening opening) throws Exception {
            return LOOPBACK.down(opening);
        }

        @Override
        public CompletionStage<Wire> openInVain(WireListener listener) {
            return LOOPBACK.inVain(listener);
        }
    }
}
