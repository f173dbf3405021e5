// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names the jars whose transports no framework finds, since their manifests do not offer them: File Install passes them over in silence. */
final class UnheardTransports {
    private static final Logger log = LoggerFactory.getLogger(UnheardTransports.class);
    private static final String SERVICES = "META-INF/services/dev.fairlead.api.spi.Transport";

    private UnheardTransports() {}

    /** Looks at the jars that are in some folders now. */
    static void name(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .filter(UnheardTransports::isUnheard)
                            .forEach(jar -> log.warn(
                                    "{} has a transport that no OSGi framework finds: its manifest lacks"
                                            + " Bundle-SymbolicName, or Provide-Capability osgi.serviceloader. bnd writes"
                                            + " both.",
                                    jar));
                }
            }
        }
    }

    private static boolean isUnheard(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.getEntry(SERVICES) != null && !isOffered(jar.getManifest());
        } catch (IOException e) {
            return false; // no jar; File Install says so
        }
    }

    private static boolean isOffered(Manifest manifest) {
        if (manifest == null || manifest.getMainAttributes().getValue("Bundle-SymbolicName") == null) {
            return false;
        }
        String capabilities = manifest.getMainAttributes().getValue("Provide-Capability");
        return capabilities != null && capabilities.contains("osgi.serviceloader");
    }
}
