// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where to listen, as it is typed: {@code HOST:PORT}, {@code [IPv6]:PORT}, {@code HOST} or {@code PORT}.
 *
 * @param host the host, or null if only a port was typed
 * @param port the port, or null if only a host was typed
 */
record ListenAddress(@Nullable String host, @Nullable String port) {
    private static final Pattern PORT = Pattern.compile(":?(\\d{1,5})");
    private static final Pattern BRACKETS = Pattern.compile("\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)](?::(\\d{1,5}))?");
    private static final Pattern HOST = Pattern.compile("([^\\s:\\[\\]/]+)(?::(\\d{1,5}))?");

    /** Reads the text of the option. */
    static final class Converter implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String text) {
            Matcher port = PORT.matcher(text);
            if (port.matches()) {
                return new ListenAddress(null, port.group(1));
            }
            for (Pattern form : new Pattern[] {BRACKETS, HOST}) {
                Matcher address = form.matcher(text);
                if (address.matches()) {
                    return new ListenAddress(address.group(1), address.group(2));
                }
            }
            throw new TypeConversionException(
                    "'" + text + "' is no address; write HOST:PORT, such as 127.0.0.1:7340 or [::1]:7340");
        }
    }
}
