// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

class ManifestTextTest {
    private final Manifest manifest = new Manifest();

    @Test
    void writesEachClauseOnALineOfItsOwn() {
        header("Import-Package", "a;version=\"[1,2)\",b");
        assertEquals("Import-Package:\n    a;version=\"[1,2)\",\n    b\n", ManifestText.of(manifest));
    }

    @Test
    void writesHeadersByName() {
        header("Zebra", "z, striped");
        header("Aardvark", "a");
        assertEquals("Aardvark: a\nZebra: z, striped\n", ManifestText.of(manifest));
    }

    @Test
    void namesPackagesWithoutTheirAttributes() {
        header("Export-Package", "b;uses:=\"x,y\";version=\"1\",a");
        assertEquals(List.of("a", "b"), ManifestText.packages(manifest, "Export-Package"));
    }

    @Test
    void namesNoPackageOfAHeaderThatIsAbsent() {
        assertEquals(List.of(), ManifestText.packages(manifest, "Export-Package"));
    }

    private void header(String name, String value) {
        manifest.getMainAttributes().put(new Attributes.Name(name), value);
    }
}
