// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.json.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The answer to an HTTP/1.1 request.
 *
 * @param status its status
 * @param headers its headers, by names in lower case
 * @param body what followed
 */
record Answer(int status, Map<String, String> headers, String body) {
    /** What nobody outside is to read: classes, stack frames, files, commands (wire.md 2.9). */
    private static final Pattern INTERNALS =
            Pattern.compile("dev\\.fairlead|java\\.|Exception|\\bat [\\w.]+\\(|/[\\w-]+/");

    /** Reads an answer, and nothing of what follows it. */
    static Answer read(InputStream in) throws IOException {
        String status = line(in);
        assertTrue(status.startsWith("HTTP/1.1 "), () -> "An answer begins with a status, not with '" + status + "'.");
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] header = line.split(":", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The server hung up amid its answer, after '" + line + "'.");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    String connectionId() {
        assertEquals(200, status, body);
        return Objects.requireNonNull(headers.get("acp-connection-id"), "Acp-Connection-Id");
    }

    /** Holds it to be a JSON-RPC error that names nothing internal. */
    void assertError(int expectedStatus, long code, String sentence) {
        assertEquals(expectedStatus, status, body);
        Object error = Json.read(body);
        assertEquals("2.0", Json.text(error, "jsonrpc"), body);
        assertEquals(code, Json.number(error, "error", "code"), body);
        assertTrue(String.valueOf(Json.text(error, "error", "message")).contains(sentence), body);
        assertFalse(INTERNALS.matcher(body).find(), body);
    }
}
