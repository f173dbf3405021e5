// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Setting<Integer> COUNT = Setting.count("limits.count", "5", 1, 10, "How many.");

    @Test
    void giveTheDefaultOfWhatIsNotSet() {
        assertEquals(5, Settings.NONE.get(COUNT));
    }

    @Test
    void giveWhatIsSet() {
        assertEquals(7, Settings.of(Map.of("limits.count", "7")).get(COUNT));
    }

    @Test
    void refuseATextWithoutMeaningWhenItIsAskedFor() {
        Settings settings = Settings.of(Map.of("limits.count", "many"));

        AgentException refusal = assertThrows(AgentException.class, () -> settings.get(COUNT));
        assertEquals(Code.CONFIGURATION, refusal.code());
        assertEquals(
                "Setting limits.count has the value 'many'; it must be a whole number from 1 to 10.",
                refusal.getMessage());
    }

    @Test
    void stayAsTheyWere() {
        Map<String, String> texts = new HashMap<>(Map.of("limits.count", "7"));
        Settings settings = Settings.of(texts);
        texts.put("limits.count", "8");
        Settings more = settings.with(COUNT, "9");

        assertEquals(7, settings.get(COUNT));
        assertEquals(9, more.get(COUNT));
        assertEquals(Map.of("limits.count", "9"), more.texts());
        assertThrows(UnsupportedOperationException.class, () -> more.texts().clear());
    }
}
