// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the built jars against what was checked in: each is a bundle, a module and a provider of its services. */
class PackagingIT {
    private static final Set<String> PRODUCT = Set.of(
            "fairlead-api",
            "fairlead-cli",
            "fairlead-container",
            "fairlead-http-undertow",
            "fairlead-runtime",
            "fairlead-testkit",
            "fairlead-transport-polling",
            "fairlead-transport-sse",
            "fairlead-transport-stdio",
            "fairlead-transport-unix",
            "fairlead-transport-websocket",
            "fairlead-web");

    static List<ProductJar> jars() {
        return ProductJar.onTheClassPath();
    }

    @Test
    void allJarsAreTested() {
        assertEquals(PRODUCT, jars().stream().map(ProductJar::artifactId).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void manifestIsAsCheckedIn(ProductJar jar) throws IOException {
        String bundleVersion = "Bundle-Version: ";
        new Snapshot(jar.artifactId() + ".manifest.txt")
                .assertSame(ManifestText.of(jar.manifest())
                        .replace(bundleVersion + jar.version().replace('-', '.'), bundleVersion + "VERSION"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void moduleIsAsCheckedIn(ProductJar jar) throws IOException {
        new Snapshot(jar.artifactId() + ".module.txt")
                .assertSame(describeModule(jar.path()).replaceFirst("@\\S+ jar:\\S+", "@VERSION"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void bundleAndModuleHaveOneName(ProductJar jar) {
        String bundle = jar.manifest().getMainAttributes().getValue("Bundle-SymbolicName");
        assertEquals(jar.module().name(), bundle);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void bundleAndModuleExportTheSamePackages(ProductJar jar) {
        List<String> byModule = jar.module().exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .toList();
        assertEquals(byModule, ManifestText.packages(jar.manifest(), "Export-Package"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void bundlesDoNotImportWhatOnlyTheCompilerReads(ProductJar jar) {
        assertFalse(ManifestText.packages(jar.manifest(), "Import-Package").contains("org.jspecify.annotations"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void classPathAndModulePathFindTheSameProviders(ProductJar jar) {
        Map<String, List<String>> byModule = jar.module().provides().stream()
                .collect(Collectors.toMap(
                        ModuleDescriptor.Provides::service,
                        provides -> provides.providers().stream().sorted().toList()));
        assertEquals(new TreeMap<>(byModule), jar.services());
    }

    @Test
    void theProductResolvesOnTheModulePath() {
        Configuration product = Configuration.resolveAndBind(
                ModuleFinder.of(Installed.assembled().lib()),
                List.of(ModuleLayer.boot().configuration()),
                ModuleFinder.of(),
                Set.of("dev.fairlead.cli"));
        for (String found : List.of("dev.fairlead.http.undertow", "dev.fairlead.transport.sse")) {
            assertTrue(product.findModule(found).isPresent(), () -> found + " is not found as a service.");
        }
    }

    private static String describeModule(Path jar) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(writer, writer, "--describe-module", "--file", jar.toString());
        assertEquals(0, code, out::toString);
        return out.toString();
    }
}
