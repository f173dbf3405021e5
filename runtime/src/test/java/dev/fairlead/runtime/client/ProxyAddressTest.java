// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyAddressTest {
    private static final URI TARGET = URI.create("https://chat.example/acp");

    @Test
    void theSettingCountsBeforeTheEnvironment() {
        assertEquals("set:1", choose("http://set:1", Map.of("https_proxy", "http://env:2", "no_proxy", "*")));
    }

    @Test
    void theEnvironmentIsReadByTheTargetsScheme() {
        Map<String, String> environment = Map.of("https_proxy", "http://secure:1", "http_proxy", "http://plain:2");

        assertEquals("secure:1", choose("", environment));
        assertEquals(
                "plain:2", String.valueOf(ProxyAddress.choose(URI.create("http://chat.example"), "", environment)));
    }

    @Test
    void lowerCaseCountsBeforeUpperAndUpperBeforeAll() {
        assertEquals("low:1", choose("", Map.of("https_proxy", "low:1", "HTTPS_PROXY", "up:2")));
        assertEquals("up:2", choose("", Map.of("HTTPS_PROXY", "up:2", "all_proxy", "all:3")));
        assertEquals("all:3", choose("", Map.of("ALL_PROXY", "http://all:3")));
    }

    @Test
    void noProxyForbidsTheEnvironmentsAndTheJdks() {
        Map<String, String> environment = Map.of("https_proxy", "http://env:2", "NO_PROXY", ".example");

        assertNull(ProxyAddress.choose(TARGET, "", environment));
        assertTrue(ProxyAddress.isForbidden(TARGET, "", environment));
        assertFalse(ProxyAddress.isForbidden(TARGET, "", Map.of()));
        assertTrue(ProxyAddress.isForbidden(TARGET, "direct", Map.of()));
        assertNull(ProxyAddress.choose(TARGET, "direct", environment));
    }

    @Test
    void userAndPasswordAreDecodedAndNeverShown() {
        ProxyAddress proxy = ProxyAddress.choose(TARGET, "http://me:p%40ss@proxy", Map.of());

        assertNotNull(proxy);
        assertEquals("Basic bWU6cEBzcw==", proxy.authorization());
        assertEquals("proxy:80", proxy.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://me:secret@proxy:1",
                "https://me:secret@proxy:1",
                "http://me:secret@",
                "http://me:secret@a b"
            })
    void whatCannotBeUsedIsRefusedWithoutItsPassword(String text) {
        AgentException refusal = assertThrows(AgentException.class, () -> choose("", Map.of("all_proxy", text)));

        assertEquals(Code.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains("all_proxy"), refusal::getMessage);
        assertFalse(refusal.getMessage().contains("secret"), refusal::getMessage);
        assertNull(refusal.getCause());
    }

    private static String choose(String set, Map<String, String> environment) {
        return String.valueOf(ProxyAddress.choose(TARGET, set, environment));
    }
}
