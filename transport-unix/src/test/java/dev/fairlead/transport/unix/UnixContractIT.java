// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.unix;

import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.testkit.contract.Ends;
import dev.fairlead.testkit.contract.Loopback;
import dev.fairlead.testkit.contract.Opening;
import dev.fairlead.testkit.contract.TransportContract;
import dev.fairlead.testkit.contract.WireContract;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the Unix-domain socket transport, on both sides. */
class UnixContractIT {
    private static final Map<String, String> WAIVERS = Map.of(
            "2.3", "A program at the other end hears of a gap by the notification that it is.",
            "6.7", "A socket says nothing before it is closed: a program that was killed looks like one that left.");

    @TempDir
    private Path folder;

    private Loopback loopback() {
        Path socket = folder.resolve("s");
        return Loopback.of(new UnixTransport())
                .withSettings(Settings.of(Map.of("transport.unix.path", socket.toString())))
                .withTarget(new Target.Address(URI.create("unix:" + socket)));
    }

    @Nested
    class ThePlugIn implements TransportContract {
        @Override
        public Transport transport() {
            return new UnixTransport();
        }
    }

    @Nested
    class Serving implements WireContract {
        @Override
        public Ends open(Opening opening) throws Exception {
            return loopback().down(opening);
        }

        @Override
        public Map<String, String> waivers() {
            return WAIVERS;
        }
    }

    @Nested
    class Dialling implements WireContract {
        @Override
        public Ends open(Opening opening) throws Exception {
            return loopback().up(opening);
        }

        @Override
        public CompletionStage<Wire> openInVain(WireListener listener) {
            Target nobody = new Target.Address(URI.create("unix:" + folder.resolve("nobody")));
            return new UnixTransport().dial(DialContext.to(nobody, Settings.NONE, MessageLimits.STANDARD, listener));
        }

        @Override
        public Map<String, String> waivers() {
            return WAIVERS;
        }
    }
}
