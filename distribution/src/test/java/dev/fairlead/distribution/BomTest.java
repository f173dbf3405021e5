// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code fairlead-bom} names every artifact that is published, and each module has the version of the house. */
class BomTest {
    private static final Path HOUSE = Path.of(System.getProperty("basedir"), "..");

    private final Pom root = Pom.read(HOUSE.resolve("pom.xml"));

    @Test
    void namesEveryPublishedJarAndNothingElse() {
        Map<String, String> published = new TreeMap<>();
        for (String module : root.texts("modules/module")) {
            Pom pom = Pom.read(HOUSE.resolve(module).resolve("pom.xml"));
            if (pom.text("packaging", "jar").equals("jar")
                    && !pom.text("properties/maven.deploy.skip", "false").equals("true")) {
                published.put("dev.fairlead:" + pom.text("artifactId", "none"), "${project.version}");
            }
        }
        assertEquals(
                published,
                Pom.read(HOUSE.resolve("bom/pom.xml")).versions("dependencyManagement/dependencies/dependency"));
    }

    @Test
    void everyModuleHasTheVersionOfTheHouse() {
        String version = root.text("version", "none");
        for (String module : root.texts("modules/module")) {
            Pom pom = Pom.read(HOUSE.resolve(module).resolve("pom.xml"));
            assertEquals(version, pom.text("version", pom.text("parent/version", "none")), module);
        }
    }
}
