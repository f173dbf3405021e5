// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.runtime.client.ConnectionState;
import dev.fairlead.runtime.client.StateListener;
import java.io.PrintStream;
import java.util.Locale;

/** Says on standard error what a connection is up to, a line for each state. */
final class StateLines implements StateListener {
    private final PrintStream err;

    StateLines(PrintStream err) {
        this.err = err;
    }

    @Override
    public void onState(String connection, ConnectionState state) {
        String line = line(state);
        if (!line.isEmpty()) {
            err.println("fairlead: " + line);
        }
    }

    private static String line(ConnectionState state) {
        if (state instanceof ConnectionState.Connected connected) {
            return "connected through " + connected.transport() + ".";
        }
        if (state instanceof ConnectionState.Degraded degraded) {
            return "degraded: " + degraded.why();
        }
        if (state instanceof ConnectionState.Reconnecting again) {
            return String.format(
                    Locale.ROOT,
                    "not connected: %s Try %d is in %.1f s.",
                    again.why(),
                    again.attempt(),
                    again.nextTry().toMillis() / 1000.0);
        }
        if (state instanceof ConnectionState.Gap gap) {
            return "messages may be missing: " + gap.reason();
        }
        if (state instanceof ConnectionState.Closed closed) {
            return "closed: " + closed.reason().detail();
        }
        return "connecting.";
    }
}
