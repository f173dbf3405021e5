// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import java.net.URI;
import java.util.ServiceLoader;

/** Chapter 8 of the contract: the plug-in itself. A test class implements this and makes its transport. */
public interface TransportContract {
    /** Returns the transport, made by its public constructor. */
    Transport transport();

    /** The class path and the module path find it, once. */
    @Rule("8.1")
    default void isFoundByServiceLoader() {
        long found = ServiceLoader.load(Transport.class).stream()
                .filter(provider -> provider.type() == transport().getClass())
                .count();
        if (found != 1) {
            throw new Breach(
                    "8.1",
                    transport().getClass().getName() + " was found " + found
                            + " times: name it once in META-INF/services/" + Transport.class.getName() + ".");
        }
    }

    /** The id is a word that settings and logs can hold, and every setting stands below it. */
    @Rule("8.2")
    default void settingsStandBelowTheId() {
        String id = transport().id();
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new Breach("8.2", "The id '" + id + "' is not of lower-case letters, digits and dashes.");
        }
        for (Setting<?> setting : transport().settings()) {
            if (!setting.key().startsWith("transport." + id + ".")) {
                throw new Breach("8.2", "The key '" + setting.key() + "' does not begin with transport." + id + ".");
            }
        }
    }

    /** The default of every setting means something. */
    @Rule("8.3")
    default void defaultsCanBeRead() {
        for (Setting<?> setting : transport().settings()) {
            try {
                Settings.NONE.get(setting);
            } catch (AgentException e) {
                throw new Breach("8.3", "The default of " + setting.key() + " cannot be read: " + e.getMessage());
            }
        }
    }

    /** What it does not dial it refuses by its stage, and tells the listener nothing. */
    @Rule("8.4")
    default void refusesWhatItDoesNotDial() {
        Target strange = new Target.Address(URI.create("carrier-pigeon://loft/acp"));
        if (transport().dials(strange)) {
            throw new Breach("8.4", "It says that it dials carrier pigeons.");
        }
        Ear ear = new Ear();
        Throwable why = transport()
                .dial(DialContext.to(strange, Settings.NONE, MessageLimits.STANDARD, ear))
                .handle((wire, failure) -> failure)
                .toCompletableFuture()
                .join();
        if (!(why instanceof AgentException refusal) || refusal.code() != Code.UNSUPPORTED) {
            throw new Breach("8.4", "Dialling what it does not dial must fail with UNSUPPORTED; it gave: " + why);
        }
        if (ear.end() != null || !ear.heard().isEmpty()) {
            throw new Breach("8.4", "The listener of a dial that was refused was called.");
        }
    }
}
