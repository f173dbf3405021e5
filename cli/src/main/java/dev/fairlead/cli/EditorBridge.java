// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.runtime.client.Connector;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** An editor on two streams at the one side, a connection to a gateway at the other. */
final class EditorBridge {
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final InputStream in;
    private final OutputStream out;

    EditorBridge(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Bridges until either side ends; returns the exit code for it. */
    int run(Connector connector) {
        try (LineClient editor = new LineClient(in, out, GRACE, EditorBridge::exitCode)) {
            AgentConnection connection;
            try {
                connection = connector.connect(editor).toCompletableFuture().join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof AgentException failure) {
                    return exitCode(failure.reason()); // the state was told
                }
                throw e;
            }
            Thread goodbye = new Thread(() -> close(connection), "fairlead-stop");
            Runtime.getRuntime().addShutdownHook(goodbye);
            editor.begin(connection, () -> editor.exit(0));
            int code = editor.awaitExit();
            close(connection);
            return code;
        }
    }

    private static int exitCode(CloseReason reason) {
        return ConnectCommand.exitCode(reason.code());
    }

    /** Leaves the gateway; waits, but not for long. */
    private static void close(AgentConnection connection) {
        var unused = connection
                .close(CloseReason.NORMAL)
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(CloseReason.NORMAL, GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
