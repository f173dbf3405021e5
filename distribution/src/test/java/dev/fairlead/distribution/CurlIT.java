// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** curl with the commands of the README, and the same over HTTP/2 with prior knowledge, against {@code fairlead demo}. */
class CurlIT {
    private FairleadProcess server;
    private URI address;

    @BeforeEach
    void start() throws Exception {
        Needed.program("curl");
        server = FairleadProcess.start("demo", "--listen", "127.0.0.1:0");
        address = server.ready().address();
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, HTTP/1.1 200", "--http2-prior-knowledge, HTTP/2 200"})
    void initializesAndStreams(String protocol, String status, @TempDir Path folder) throws Exception {
        String initialized = curl(protocol, "-i", "-H", "Content-Type: application/json", "-d", Caller.INITIALIZE);
        assertTrue(initialized.startsWith(status), initialized);
        assertTrue(initialized.contains("fairlead-demo-agent"), initialized);
        String connection = "Acp-Connection-Id: " + header(initialized, "acp-connection-id");

        Path streamed = folder.resolve("streamed");
        Process stream = new ProcessBuilder(words(protocol, "-N", "-H", "Accept: text/event-stream", "-H", connection))
                .redirectErrorStream(true)
                .redirectOutput(streamed.toFile())
                .start();
        try {
            curl(
                    protocol,
                    "-H",
                    "Content-Type: application/json",
                    "-H",
                    connection,
                    "-d",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session/new\",\"params\":{\"cwd\":\"/\",\"mcpServers\":[]}}");
            await("the response on the stream, before it ends")
                    .atMost(FairleadProcess.PATIENCE)
                    .until(() -> Files.readString(streamed).contains("\"sessionId\""));
            assertTrue(stream.isAlive());
            curl(protocol, "-X", "DELETE", "-H", connection);
            assertTrue(stream.waitFor(FairleadProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertEquals(0, stream.exitValue());
            assertTrue(Files.readString(streamed).contains("event: end"), () -> "no end event");
        } finally {
            stream.destroyForcibly();
        }
    }

    private String curl(String... options) throws Exception {
        return Outcome.of(Duration.ofSeconds(60), words(options)).success();
    }

    private List<String> words(String... options) {
        List<String> words = new ArrayList<>(List.of("curl", "-sS", address.toString()));
        words.addAll(List.of(options));
        return words;
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
