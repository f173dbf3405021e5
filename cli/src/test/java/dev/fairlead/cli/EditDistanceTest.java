// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
    @ParameterizedTest
    @CsvSource({"'', '', 0", "'', abc, 3", "abc, '', 3", "kitten, sitting, 3", "flaw, lawn, 2", "path, path, 0"})
    void countsLetters(String a, String b, int distance) {
        assertEquals(distance, EditDistance.between(a, b));
    }

    @Test
    void findsTheNearestWord() {
        assertEquals("listen.port", EditDistance.nearest("listen.prt", List.of("listen.host", "listen.port", "path")));
    }
}
