// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The zip serves at a Unix-domain socket too, if it is told where. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "these are the file modes of Unix")
@Timeout(120)
class UnixSocketIT {
    private static final Pattern CHUNK = Pattern.compile("\"text\":\"\\[(\\d+)] ");
    private static final int CHUNKS = 100;

    @TempDir
    private Path folder;

    private FairleadProcess serve(Path socket) throws IOException {
        String command = Installed.assembled().command().toString();
        return FairleadProcess.start(
                Map.of("FAIRLEAD_TRANSPORT_UNIX_PATH", socket.toString()),
                "serve",
                "--listen",
                "0",
                "-v",
                "--",
                command,
                "demo-agent");
    }

    @Test
    void aProgramIsAnsweredInChunksAtAFileOfItsOwnersThatGoesWithTheGateway() throws Exception {
        Path socket = folder.resolve("s");
        try (FairleadProcess server = serve(socket)) {
            server.ready();
            assertTrue(server.err().contains("transports=websocket,sse,polling,unix"), server::err);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));

            assertEquals(IntStream.rangeClosed(1, CHUNKS).boxed().toList(), chunksOfATurn(socket));

            server.send("TERM");
            assertEquals(143, server.exitCode(), server::err);
            assertFalse(Files.exists(socket));
        }
    }

    @Test
    void theFileOfAGatewayThatWasKilledIsReplaced() throws Exception {
        Path socket = folder.resolve("s");
        try (FairleadProcess killed = serve(socket)) {
            killed.ready();
            killed.send("KILL");
            killed.exitCode();
        }
        assertTrue(Files.exists(socket));
        try (FairleadProcess server = serve(socket)) {
            server.ready();

            assertEquals(CHUNKS, chunksOfATurn(socket).size());
        }
    }

    /** Asks over a connection of its own, and returns the numbers of the chunks that come until the answer. */
    private static List<Integer> chunksOfATurn(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            ask(channel, 0, "initialize", Map.of("protocolVersion", 1));
            Json.text(answer(lines, 0, new ArrayList<>()), "result", "agentInfo", "name");
            ask(channel, 1, "session/new", Map.of("cwd", "/", "mcpServers", List.of()));
            String session = Json.text(answer(lines, 1, new ArrayList<>()), "result", "sessionId");
            ask(channel, 2, "session/prompt", Editor.prompt(session, "stream " + CHUNKS + " chunks every 1 ms"));
            List<Integer> chunks = new ArrayList<>();
            assertEquals("end_turn", Json.text(answer(lines, 2, chunks), "result", "stopReason"));
            return chunks;
        }
    }

    private static void ask(SocketChannel channel, long id, String method, Map<String, ?> params) throws IOException {
        String request = Json.write(Json.members("jsonrpc", "2.0", "id", id, "method", method, "params", params));
        channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads until the answer, and keeps the numbers of the chunks before it. */
    private static Map<String, Object> answer(BufferedReader lines, long id, List<Integer> chunks) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher chunk = CHUNK.matcher(line);
            Map<String, Object> message = Json.object(Json.read(line));
            if (chunk.find()) {
                chunks.add(Integer.valueOf(chunk.group(1)));
            } else if (!message.containsKey("method") && Long.valueOf(id).equals(message.get("id"))) {
                return message;
            }
        }
        throw new IOException("The socket was closed before the answer to request " + id + ".");
    }
}
