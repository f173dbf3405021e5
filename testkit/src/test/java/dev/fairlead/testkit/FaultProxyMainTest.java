// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultProxyMainTest {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream print = new PrintStream(text, true, UTF_8);

    @Test
    void startsWhatTheArgumentsDescribe() throws IOException {
        try (PlainServer server = new PlainServer();
                FaultProxy proxy = FaultProxyMain.start(
                        List.of(
                                "--fault",
                                "f16,F17:10",
                                "--to",
                                "127.0.0.1:" + server.address().getPort(),
                                "--seed",
                                "5"),
                        print)) {
            assertEquals(5, proxy.seed());
            assertTrue(
                    text.toString(UTF_8).contains("127.0.0.1:" + proxy.address().getPort()), text::toString);
            assertTrue(text.toString(UTF_8).contains("F17: it refuses requests of more than 10 bytes"), text::toString);
            URI address = URI.create("http://127.0.0.1:" + proxy.address().getPort());
            try (HttpSocket link = HttpSocket.open(address, FaultyPlace.PATIENCE)) {
                link.send(FaultyPlace.request("DELETE"), "/");
                assertEquals(403, link.answer().status());
            }
        }
    }

    @Test
    void listsAllFaultsToWhoAsks() {
        assertEquals(2, FaultProxyMain.run(List.of(), print, print));
        for (Fault fault : Fault.all()) {
            assertTrue(text.toString(UTF_8).contains(fault.sentence()), fault::row);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--to",
                "--listen 1",
                "--to here",
                "--to 127.0.0.1:99999",
                "--to 127.0.0.1:1 --fault F99",
                "--to 127.0.0.1:1 --fault F21",
                "--to 127.0.0.1:1 --seed x",
                "--to 127.0.0.1:1 more"
            })
    void refusesWrongArgumentsWithASentence(String arguments) {
        assertEquals(2, FaultProxyMain.run(List.of(arguments.split(" ")), print, print));
        assertTrue(text.toString(UTF_8).length() > 10, text::toString);
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (PlainServer server = new PlainServer()) {
            String port = String.valueOf(server.address().getPort());
            assertEquals(1, FaultProxyMain.run(List.of("--to", "127.0.0.1:" + port, "--listen", port), print, print));
            assertTrue(text.toString(UTF_8).contains(port), text::toString);
        }
    }
}
