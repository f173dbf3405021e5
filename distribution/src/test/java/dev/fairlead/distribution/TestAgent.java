// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The agents of {@code src/test/resources/agents}, most of them bad: each file says how. */
enum TestAgent {
    ANSWERS,
    BABBLES,
    ENDLESS,
    EXITS,
    FLOODS,
    REFUSES,
    SILENT,
    STUBBORN;

    Path script() {
        return Path.of(
                System.getProperty("basedir"), "src/test/resources/agents", name().toLowerCase(Locale.ROOT) + ".sh");
    }

    List<String> command() {
        return List.of("sh", script().toString());
    }
}
