// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Starts a command and speaks with it over its standard streams. It dials only. */
public final class StdioTransport implements Transport {
    @Override
    public String id() {
        return "stdio";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Patience.TERMINATE_AFTER, Patience.KILL_AFTER);
    }

    @Override
    public boolean dials(Target target) {
        return target instanceof Target.Command;
    }

    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        if (!(context.target() instanceof Target.Command command)) {
            return Transport.super.dial(context);
        }
        Patience patience;
        try {
            patience = Patience.of(context.settings());
        } catch (AgentException e) {
            return CompletableFuture.failedStage(e);
        }
        CompletableFuture<Wire> opened = new CompletableFuture<>();
        try {
            AgentThread.STDOUT.start(() -> open(command, context, patience, opened));
        } catch (OutOfMemoryError e) { // no more threads
            opened.completeExceptionally(unavailable(e));
        }
        return opened;
    }

    /** Starts the agent, on the thread that reads its stdout from then on. */
    private static void open(
            Target.Command command, DialContext context, Patience patience, CompletableFuture<Wire> opened) {
        StdioWire wire;
        try {
            wire = StdioWire.of(AgentProcess.start(command), patience, context);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            opened.completeExceptionally(unavailable(e));
            return;
        }
        if (!opened.complete(wire)) {
            wire.close(CloseReason.NORMAL); // who dialled did not wait
        }
        wire.readToEnd();
    }

    private static AgentException unavailable(Throwable cause) {
        return new AgentException(Code.AGENT_UNAVAILABLE, "The agent could not be started.", cause);
    }
}
