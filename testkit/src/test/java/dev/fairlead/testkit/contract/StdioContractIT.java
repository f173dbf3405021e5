// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.transport.stdio.StdioTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;

/** The contract of the stdio transport. The program at the other end copies its input to its output. */
class StdioContractIT {
    private static CompletionStage<Wire> dial(WireListener listener, MessageLimits limits, String program) {
        Target.Command command = new Target.Command(List.of(program), (Path) null, Map.of());
        return new StdioTransport().dial(DialContext.to(command, Settings.NONE, limits, listener));
    }

    @Nested
    class ThePlugIn implements TransportContract {
        @Override
        public Transport transport() {
            return new StdioTransport();
        }
    }

    @Nested
    class Dialling implements WireContract {
        @Override
        public Ends open(Opening opening) throws Exception {
            Wire wire = dial(opening.echo(), opening.limits(), "cat")
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            ProcessHandle cat = ProcessHandle.of(
                            Long.parseLong(wire.peer().address().replace("pid ", "")))
                    .orElseThrow();
            return new Ends() {
                @Override
                public Wire wire() {
                    return wire;
                }

                @Override
                public void leave(CloseReason reason) {
                    cat.destroy();
                }

                @Override
                public void cut() {
                    cat.destroyForcibly();
                }

                @Override
                public void close() {
                    wire.close(CloseReason.NORMAL);
                }
            };
        }

        @Override
        public CompletionStage<Wire> openInVain(WireListener listener) {
            return dial(listener, MessageLimits.STANDARD, "no-such-program-of-fairlead");
        }

        @Override
        public Map<String, String> waivers() {
            return Map.of(
                    "2.3", "An agent is not told notices.",
                    "6.7", "An agent that is killed has exited: its pipes tell no difference, its status does.");
        }
    }
}
