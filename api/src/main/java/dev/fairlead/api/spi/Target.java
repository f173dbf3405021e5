// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be dialled. */
public sealed interface Target {
    /**
     * A program to start.
     *
     * @param words the program and its arguments; no shell reads them
     * @param directory where it runs, or null for the gateway's own
     * @param environment what is added to the gateway's environment
     */
    record Command(List<String> words, @Nullable Path directory, Map<String, String> environment) implements Target {
        public Command {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Something that listens.
     *
     * @param uri where, {@code https://host/acp} for instance
     */
    record Address(URI uri) implements Target {
        /** Returns whether HTTP leads there, in the clear or over TLS. */
        public boolean isHttp() {
            return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        }
    }
}
