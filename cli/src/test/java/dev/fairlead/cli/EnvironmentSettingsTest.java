// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {
    private static final KnownSettings KNOWN = new KnownSettings(List.of(
            Setting.text("listen.host", "", "The host."),
            Setting.text("token-file", "", "The token."),
            Setting.text("transport.sse.retry-after", "", "The retry.")));

    @Test
    void readsVariablesByTheirSettingsNames() {
        assertEquals(
                List.of(
                        new Assignment("listen.host", "::1", "the environment variable FAIRLEAD_LISTEN_HOST"),
                        new Assignment("token-file", "", "the environment variable FAIRLEAD_TOKEN_FILE"),
                        new Assignment(
                                "transport.sse.retry-after",
                                "3 s",
                                "the environment variable FAIRLEAD_TRANSPORT_SSE_RETRY_AFTER")),
                EnvironmentSettings.read(
                        Map.of(
                                "FAIRLEAD_TRANSPORT_SSE_RETRY_AFTER", "3 s",
                                "FAIRLEAD_LISTEN_HOST", "::1",
                                "FAIRLEAD_TOKEN_FILE", ""),
                        KNOWN));
    }

    @Test
    void leavesAloneWhatIsNotOurs() {
        assertEquals(
                List.of(),
                EnvironmentSettings.read(
                        Map.of(
                                "PATH", "/bin",
                                "LISTEN_HOST", "x",
                                "fairlead_listen_host", "x",
                                "FAIRLEAD_HOME", "/opt/fairlead",
                                "FAIRLEAD_JAVA_OPTS", "-Xmx1g"),
                        KNOWN));
    }

    @Test
    void refusesAVariableWithoutASettingAndNamesTheNearest() {
        AgentException refused = assertThrows(
                AgentException.class, () -> EnvironmentSettings.read(Map.of("FAIRLEAD_TOKENFILE", "x"), KNOWN));

        assertEquals(Code.CONFIGURATION, refused.code());
        assertEquals(
                "There is no setting for the environment variable FAIRLEAD_TOKENFILE."
                        + " Did you mean FAIRLEAD_TOKEN_FILE?",
                refused.getMessage());
    }
}
