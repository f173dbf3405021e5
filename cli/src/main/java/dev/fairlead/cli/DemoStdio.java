// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentContext;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** The demo agent for a client on two streams. */
final class DemoStdio {
    /** What the process of an agent that crashed ends with. */
    static final int CRASHED = 3;

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final InputStream in;
    private final OutputStream out;

    DemoStdio(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Serves until the input ends or the agent crashes; returns the exit code for it. */
    int run() {
        try (DemoAgent agent = new DemoAgent();
                LineClient client = new LineClient(in, out, GRACE, DemoStdio::exitCode)) {
            Peer peer = new Peer("stdio", "stdin", Peer.ANONYMOUS);
            DemoConnection connection = agent.open(new AgentContext("stdio", peer, MessageLimits.STANDARD, client))
                    .toCompletableFuture()
                    .join();
            client.begin(connection, () -> connection.close(CloseReason.NORMAL));
            return client.awaitExit();
        }
    }

    private static int exitCode(CloseReason reason) {
        return reason.code() == Code.AGENT_EXITED ? CRASHED : 0;
    }
}
