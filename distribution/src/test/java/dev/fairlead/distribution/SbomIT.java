// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bills of materials in {@code sbom/} list every jar, and what is inside two of its jars. */
@DisabledIfSystemProperty(
        named = "fairlead.build",
        matches = "offline=true",
        disabledReason = "a build with -o makes no bills of materials")
class SbomIT {
    private static final Installed INSTALLED = Installed.assembled();

    @Test
    void listsEveryJarAndNoOther() throws IOException {
        Set<String> jars = INSTALLED.allJars().stream()
                .map(jar -> jar.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = new TreeSet<>();
        for (Object component : Json.list(sbom("fairlead"), "components")) {
            listed.add(Json.text(component, "name") + "-" + Json.text(component, "version") + ".jar");
        }
        assertEquals(jars, listed);
    }

    @ParameterizedTest
    @CsvSource({
        "fairlead-http-undertow, 'undertow-core, xnio-api, xnio-nio, jboss-threads, jboss-logging, wildfly-common, wildfly-client-config'",
        "fairlead-web, 'marked, dompurify, lit-html, highlightjs'"
    })
    void listsWhatIsInsideAJar(String jar, String inside) throws IOException {
        Set<String> listed = Json.list(sbom(jar), "components").stream()
                .map(component -> Json.text(component, "name"))
                .collect(Collectors.toSet());
        assertTrue(listed.containsAll(Set.of(inside.split(", ", -1))), listed::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fairlead", "fairlead-http-undertow", "fairlead-web"})
    void tellsNothingOfWhenItWasMade(String name) throws IOException {
        Object sbom = sbom(name);
        assertEquals("CycloneDX", Json.text(sbom, "bomFormat"));
        assertNull(Json.text(sbom, "metadata", "timestamp"));
        assertNull(Json.text(sbom, "serialNumber"));
    }

    private static Object sbom(String name) throws IOException {
        return Json.read(Files.readString(INSTALLED.home().resolve("sbom").resolve(name + ".cdx.json")));
    }
}
