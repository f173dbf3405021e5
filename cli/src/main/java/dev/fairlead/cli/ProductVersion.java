// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of Fairlead, as the build wrote it down. */
final class ProductVersion implements IVersionProvider {
    private static final String TEXT = read();

    /** Returns the bare version, {@code 1.2.0} for instance. */
    static String text() {
        return TEXT;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"fairlead " + TEXT};
    }

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
