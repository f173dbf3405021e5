// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One jar of the product, as Maven built it.
 *
 * @param artifactId its name, {@code fairlead-api} for instance
 * @param version the version in the name of the file
 * @param path where it lies
 */
record ProductJar(String artifactId, String version, Path path) {
    private static final String SERVICES = "META-INF/services/";
    private static final Pattern FILE_NAME = Pattern.compile("(fairlead-[a-z-]+)-(\\d.*)\\.jar");

    /** Returns the product's jars on the class path of this JVM, by name. */
    static List<ProductJar> onTheClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .flatMap(ProductJar::of)
                .sorted(Comparator.comparing(ProductJar::artifactId))
                .toList();
    }

    private static Stream<ProductJar> of(Path path) {
        Matcher matcher = FILE_NAME.matcher(path.getFileName().toString());
        return matcher.matches() ? Stream.of(new ProductJar(matcher.group(1), matcher.group(2), path)) : Stream.empty();
    }

    Manifest manifest() {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.getManifest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ModuleDescriptor module() {
        return ModuleFinder.of(path).findAll().iterator().next().descriptor();
    }

    /** Returns what {@code META-INF/services} names: providers by service. */
    Map<String, List<String>> services() {
        Map<String, List<String>> services = new TreeMap<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith(SERVICES) && !entry.isDirectory()) {
                    services.put(entry.getName().substring(SERVICES.length()), lines(jar.getInputStream(entry)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return services;
    }

    private static List<String> lines(InputStream file) throws IOException {
        return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
    }

    @Override
    public String toString() {
        return artifactId;
    }
}
