// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultProxyToolTest {
    private static final Pattern LISTENING = Pattern.compile("Listening on (127\\.0\\.0\\.1:[0-9]+), seed 5\\.");

    private final StringWriter text = new StringWriter();
    private final PrintWriter print = new PrintWriter(text, true);

    @Test
    void doesWhatTheWordsSayUntilItIsStopped() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        try (PlainServer server = new PlainServer()) {
            String target = "127.0.0.1:" + server.address().getPort();
            Thread tool = new Thread(
                    () -> code.complete(run("--fault", "f16", "--to", target, "--seed", "5", "--fault", "F17:10")));
            tool.start();
            await().atMost(10, TimeUnit.SECONDS).until(() -> text.toString().contains("F17:"));
            Matcher listening = LISTENING.matcher(text.toString());
            assertTrue(listening.find(), text::toString);
            assertTrue(text.toString().contains("F17: it refuses requests of more than 10 bytes"), text::toString);
            try (HttpSocket link = HttpSocket.open(URI.create("http://" + listening.group(1)), FaultyPlace.PATIENCE)) {
                link.send(FaultyPlace.request("DELETE"), "/");
                assertEquals(403, link.answer().status());
            }

            tool.interrupt();

            assertEquals(0, code.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void listsAllFaults() {
        assertEquals(0, run("--faults"));
        for (Fault fault : Fault.all()) {
            assertTrue(text.toString().contains(fault.sentence()), fault::row);
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
    void refusesWrongWordsWithASentence(String words) {
        assertEquals(2, run(words.split(" ")));
        assertTrue(text.toString().length() > 10, text::toString);
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (PlainServer server = new PlainServer()) {
            String port = String.valueOf(server.address().getPort());
            assertEquals(3, run("--to", "127.0.0.1:" + port, "--listen", port));
            assertTrue(text.toString().contains(port), text::toString);
        }
    }

    private int run(String... words) {
        return new FaultProxyTool().run(print, print, words);
    }
}
