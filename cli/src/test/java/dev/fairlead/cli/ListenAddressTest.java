// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ListenAddressTest {
    private final ListenAddress.Converter converter = new ListenAddress.Converter();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "127.0.0.1:7340, 127.0.0.1, 7340",
                "localhost:0, localhost, 0",
                "[::1]:80, ::1, 80",
                "[fe80::1%eth0], fe80::1%eth0, -",
                "0.0.0.0, 0.0.0.0, -",
                "my-host.example, my-host.example, -",
                "8080, -, 8080",
                ":8080, -, 8080"
            })
    void readsHostAndPort(String text, String host, String port) {
        assertEquals(new ListenAddress(host, port), converter.convert(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "::1", "::1:80", "host:", "host:http", "http://host:80", "[host]:80", "a b", "[::1"})
    void refusesWhatIsNoAddress(String text) {
        assertThrows(TypeConversionException.class, () -> converter.convert(text));
    }
}
