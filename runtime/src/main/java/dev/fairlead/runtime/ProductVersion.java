// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Fairlead, as the build wrote it down. */
final class ProductVersion {
    static final String TEXT = read();

    private ProductVersion() {}

    private static String read() {
        try (InputStream resource = ProductVersion.class.getResourceAsStream("version.properties")) {
            if (resource == null) {
                throw new IllegalStateException("The resource version.properties is missing from the build.");
            }
            Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
