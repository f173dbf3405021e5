// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.spi.Setting;
import dev.fairlead.runtime.Gateway;
import dev.fairlead.runtime.client.Connector;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code conf/fairlead.properties} explains every setting that there is; it is written from them. */
class ConfigurationFileTest {

    @Test
    void theFileIsMadeFromTheSettings() throws IOException {
        List<Setting<?>> settings = Stream.of(Gateway.settings(), Connector.settings())
                .flatMap(List::stream)
                .distinct() // transports belong to both
                .collect(Collectors.toList());
        Snapshot.of("src/main/conf/fairlead.properties").assertSame(SettingsText.of(settings));
    }

    @Test
    void settingsStandInGroupsUnderTheirExplanations() {
        List<Setting<?>> settings = List.of(
                Setting.text("path", "/acp", "The path."),
                Setting.count("listen.port", "7340", 0, 65535, "The port."),
                Setting.text("cookie", "", "The cookie; " + "long ".repeat(25) + "long."),
                Setting.flag("transport.sse.on", "true", "Whether it is on."),
                Setting.text("listen.host", "::1", "The host."));
        String text = SettingsText.of(settings);
        assertEquals("""
                # ---- general ----

                # The path.
                #path = /acp

                # The cookie; long long long long long long long long long long long long long long long long long long long long long
                # long long long long long.
                #cookie =

                # ---- listen ----

                # The port.
                #listen.port = 7340

                # The host.
                #listen.host = ::1

                # ---- transport.sse ----

                # Whether it is on.
                #transport.sse.on = true
                """, text.substring(text.indexOf("# ----")));
    }
}
