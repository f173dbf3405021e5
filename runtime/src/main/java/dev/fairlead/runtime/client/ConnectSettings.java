// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How a connector goes about it.
 *
 * @param transport the id of the only transport to use, or {@value #AUTO}
 * @param reconnectTime how long a connection may be without a wire
 * @param silence how long a wire may be silent
 * @param climbTime how long a wire that is not of the best transport is left alone
 */
record ConnectSettings(String transport, Duration reconnectTime, Duration silence, Duration climbTime) {
    static final String AUTO = "auto";

    /** Which transport to use. */
    static final Setting<String> TRANSPORT = Setting.text(
            "transport",
            AUTO,
            "The transport that a connector uses: websocket, sse or polling; auto finds the best that works.");

    static final Setting<Duration> RECONNECT_TIME = Setting.duration(
            "connect.reconnect-time", "10 min", "How long a connector tries to come back before it gives up.");
    static final Setting<Duration> CLIMB_TIME = Setting.duration(
            "connect.climb-time",
            "30 s",
            "How long a connector waits before it tries a better transport again; longer after each time.");

    static List<Setting<?>> settings() {
        return List.of(TRANSPORT, RECONNECT_TIME, DialContext.SILENCE, CLIMB_TIME);
    }

    static ConnectSettings from(Settings settings) {
        return new ConnectSettings(
                settings.get(TRANSPORT),
                settings.get(RECONNECT_TIME),
                settings.get(DialContext.SILENCE),
                settings.get(CLIMB_TIME));
    }
}
