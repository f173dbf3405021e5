// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.registry.TransportRegistry;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which transports there are, as a table for people, the best first. */
public final class TransportTable {
    private static final String UNKNOWN = "-";

    private static final Target PROGRAM = new Target.Command(List.of("program"), null, Map.of());

    private TransportTable() {}

    /** Returns the table of those that are found by {@link java.util.ServiceLoader}. */
    public static String found() {
        return of(TransportRegistry.load().all(), TransportTable::version);
    }

    /** Returns the table of some transports, with the versions that the function knows. */
    public static String of(List<Transport> transports, Function<Transport, String> version) {
        Stream<List<String>> rows = transports.stream()
                .map(transport -> List.of(
                        transport.id(),
                        Integer.toString(transport.rank()),
                        serves(transport),
                        dials(transport),
                        version.apply(transport)));
        return new TextTable(List.of("transport", "rank", "serves", "dials", "version")).with(rows);
    }

    private static String serves(Transport transport) {
        Setting<String> place = transport.servesAt();
        return !transport.serves() ? "no" : place == null ? "yes" : "with " + place.key();
    }

    /** Of addresses those of the web, and those whose scheme is the transport's own id. */
    private static String dials(Transport transport) {
        Stream<String> schemes = Stream.of("http", "https", transport.id())
                .filter(scheme -> transport.dials(new Target.Address(URI.create(scheme + "://host/acp"))));
        String all = Stream.concat(transport.dials(PROGRAM) ? Stream.of("programs") : Stream.empty(), schemes)
                .collect(Collectors.joining(","));
        return all.isEmpty() ? UNKNOWN : all;
    }

    /** Returns the version of the module that a transport is in, on the class path too. */
    private static String version(Transport transport) {
        Class<?> type = transport.getClass();
        return Optional.ofNullable(type.getModule().getDescriptor())
                .or(() -> inJar(type.getProtectionDomain().getCodeSource()))
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse(UNKNOWN);
    }

    private static Optional<ModuleDescriptor> inJar(CodeSource source) {
        try {
            return ModuleFinder.of(Path.of(source.getLocation().toURI())).findAll().stream()
                    .findFirst()
                    .map(found -> found.descriptor());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException | FindException e) {
            return Optional.empty();
        }
    }
}
