// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.Gateway;
import dev.fairlead.runtime.OpenConnection;
import dev.fairlead.runtime.TransportTable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * What an operator may type in a Gogo shell: {@code fairlead:transports}, {@code fairlead:connections}, {@code fairlead:close}. A shell
 * finds the commands by properties of the service and calls the methods of their names, so that nothing of Gogo is needed here.
 */
public final class ShellCommands {
    private static final String NOTHING = "Nothing is served: there is no engine, or no agent.";

    private final Supplier<List<Transport>> transports;
    private final Supplier<@Nullable Gateway> gateway;

    ShellCommands(Supplier<List<Transport>> transports, Supplier<@Nullable Gateway> gateway) {
        this.transports = transports;
        this.gateway = gateway;
    }

    ServiceRegistration<?> register(BundleContext context) {
        return context.registerService(
                ShellCommands.class,
                this,
                FrameworkUtil.asDictionary(
                        Map.of("osgi.command.scope", "fairlead", "osgi.command.function", new String[] {
                            "transports", "connections", "close"
                        })));
    }

    /** Returns which transports there are. */
    public String transports() {
        return TransportTable.of(transports.get(), ShellCommands::version);
    }

    /** Returns which connections are open. */
    public String connections() {
        Gateway serving = gateway.get();
        return serving == null ? NOTHING : OpenConnection.table(serving.openConnections());
    }

    /** Ends a connection; returns what came of it. */
    public String close(String name) {
        Gateway serving = gateway.get();
        if (serving == null) {
            return NOTHING;
        }
        int closed = serving.close(name, new CloseReason(Code.NORMAL, "Closed by the operator of the gateway."));
        return closed == 0
                ? "There is no connection " + name + ". fairlead:connections has their names."
                : "Closed " + name + ".";
    }

    private static String version(Transport transport) {
        Bundle bundle = FrameworkUtil.getBundle(transport.getClass());
        return bundle == null ? "-" : bundle.getVersion().toString();
    }
}
