// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void whiteSpaceSeparatesThem() {
        assertEquals(List.of("my-agent", "--acp", "-v"), Words.split("  my-agent --acp\t -v "));
        assertEquals(List.of(), Words.split(" "));
    }

    @Test
    void quotesKeepWhiteSpaceAndMayBeEmpty() {
        assertEquals(List.of("my agent", "", "a b=c d"), Words.split("\"my agent\" \"\" \"a b\"=\"c d\""));
    }

    @Test
    void aBackslashEscapesWithinQuotesAlone() {
        assertEquals(
                List.of("C:\\my-agent.exe", "C:\\my agent.exe", "say \"hello\"", "\\"),
                Words.split("C:\\my-agent.exe \"C:\\\\my agent.exe\" \"say \\\"hello\\\"\" \"\\\\\""));
    }

    @Test
    void aQuotationWithoutAnEndIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Words.split("my-agent \"--acp"));
    }
}
