// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointSettingsTest {
    private static EndpointSettings with(String key, String text) {
        return EndpointSettings.from(Settings.of(Map.of(key, text)));
    }

    @Test
    void haveDefaultsThatAllowNobodyElse() {
        assertEquals(new EndpointSettings("/acp", Set.of(), Set.of(), false), EndpointSettings.from(Settings.NONE));
    }

    @Test
    void areAllDeclared() {
        assertEquals(
                List.of("path", "allowed-hosts", "allowed-origins", "session-header"),
                EndpointSettings.settings().stream().map(Setting::key).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/acp", "/a/b", "/a.b_c~d-e/1"})
    void takePaths(String path) {
        assertEquals(path, with("path", path).path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "acp", "/acp/", "//acp", "/a b", "/a?b", "/a%20b", "/\u00e9"})
    void refuseOtherPaths(String path) {
        assertRefused("path", path, "a path such as /acp, without a slash at its end");
    }

    @Test
    void takeHostsInLowerCase() {
        assertEquals(
                Set.of("chat.example", "gateway", "[2001:db8::5]", "10.0.0.1", "*"),
                with("allowed-hosts", " Chat.Example,gateway ,, [2001:DB8::5],10.0.0.1,*,gateway")
                        .allowedHosts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat.example:8443",
                "https://chat.example",
                "chat.example/acp",
                "*.example",
                "a b",
                "2001:db8::5"
            })
    void refuseHostsThatNoHeaderCouldMatch(String host) {
        assertRefused("allowed-hosts", host, "names such as chat.example, without a port, separated by commas; or *");
    }

    @Test
    void takeOriginsInLowerCase() {
        assertEquals(
                Set.of("https://chat.example", "http://localhost:3000", "vscode-webview://abc", "*"),
                with("allowed-origins", "https://Chat.Example, http://localhost:3000,vscode-webview://abc,*")
                        .allowedOrigins());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat.example",
                "https://chat.example/",
                "https://chat.example/page",
                "https://",
                "null",
                "https://a b"
            })
    void refuseOriginsThatNoHeaderCouldMatch(String origin) {
        assertRefused(
                "allowed-origins",
                origin,
                "origins such as https://chat.example, without a path, separated by commas; or *");
    }

    @Test
    void readWhetherTheSessionHeaderMayBeLeftOut() {
        assertEquals(true, with("session-header", "lenient").lenient());
        assertEquals(false, with("session-header", "strict").lenient());
        assertRefused("session-header", "maybe", "strict or lenient");
    }

    private static void assertRefused(String key, String text, String expected) {
        AgentException refusal = assertThrows(AgentException.class, () -> with(key, text));

        assertEquals(Code.CONFIGURATION, refusal.code());
        assertEquals(
                "Setting " + key + " has the value '" + text + "'; it must be " + expected + ".", refusal.getMessage());
    }
}
