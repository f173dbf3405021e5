// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.http.HttpAccess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a transport is given when it dials.
 *
 * @param target what to reach
 * @param resumption where the wire is to go on
 * @param http how to reach HTTP servers; null for a {@link Target.Command}
 * @param settings the settings; those of the transport are among them
 * @param limits what a message may measure
 * @param listener hears the wire
 */
public record DialContext(
        Target target,
        Resumption resumption,
        @Nullable HttpAccess http,
        Settings settings,
        MessageLimits limits,
        WireListener listener) {
    /** How long a wire to a gateway may be silent. A medium that hears only what it asks for asks twice as often. */
    public static final Setting<Duration> SILENCE = Setting.duration(
            "connect.silence", "40 s", "How long a connector's wire may be silent before it counts as lost.");

    /** Describes the dialling of a new connection that needs no HTTP. */
    public static DialContext to(Target target, Settings settings, MessageLimits limits, WireListener listener) {
        return new DialContext(target, Resumption.PLAIN, null, settings, limits, listener);
    }
}
