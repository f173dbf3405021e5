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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownSettingsTest {
    private static final Setting<Integer> PORT = Setting.count("listen.port", "7340", 0, 65535, "The port.");
    private static final Setting<String> PATH = Setting.text("path", "/acp", "The path.");
    private static final KnownSettings KNOWN =
            new KnownSettings(List.of(PORT, PATH, Setting.text("transport.sse.retry", "", "The retry.")));

    @Test
    void takesTheLastOfSeveralTexts() {
        var settings = KNOWN.settings(List.of(
                new Assignment("listen.port", "1", "a file"),
                new Assignment("listen.port", "2", "the environment"),
                new Assignment("path", "/x", "a file")));

        assertEquals(Map.of("listen.port", "2", "path", "/x"), settings.texts());
        assertEquals(2, settings.get(PORT));
    }

    @ParameterizedTest
    @CsvSource({
        "listen.prot, listen.port",
        "port, path",
        "Path, path",
        "transport.see.retry, transport.sse.retry",
        "'', path",
        "transport.websocket.retry, transport.sse.retry"
    })
    void refusesAnUnknownKeyAndNamesTheNearest(String key, String nearest) {
        AgentException refused = assertThrows(
                AgentException.class, () -> KNOWN.settings(List.of(new Assignment(key, "1", "file f, line 3"))));

        assertEquals(Code.CONFIGURATION, refused.code());
        assertEquals(
                "There is no setting " + key + " (file f, line 3). Did you mean " + nearest + "?",
                refused.getMessage());
    }

    @Test
    void refusesATextWithoutMeaningAndSaysWhereItStands() {
        AgentException refused = assertThrows(
                AgentException.class,
                () -> KNOWN.settings(List.of(
                        new Assignment("listen.port", "ninety", "file f, line 3"),
                        new Assignment("listen.port", "90", "the option --listen"))));

        assertEquals(Code.CONFIGURATION, refused.code());
        assertEquals(
                "Setting listen.port has the value 'ninety'; it must be a whole number from 0 to 65535."
                        + " It comes from file f, line 3.",
                refused.getMessage());
    }
}
