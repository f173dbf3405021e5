// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An HTTP/1.1 request as it goes onto the wire: nothing is added, corrected or left out.
 */
final class Request {
    static final String CONNECTION = "Acp-Connection-Id";
    static final String SESSION = "Acp-Session-Id";

    private final String method;
    private final List<String> headers;
    private final byte[] body;

    /** Takes header lines such as {@code Accept: text/event-stream}, and a body that may be empty. */
    Request(String method, List<String> headers, byte[] body) {
        this.method = method;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    Request with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new Request(method, more, body);
    }

    Request without(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        List<String> fewer = new ArrayList<>(headers);
        fewer.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith(start));
        return new Request(method, fewer, body);
    }

    /** Replaces whatever the header says. */
    Request set(String name, String value) {
        return without(name).with(name, value);
    }

    Request connection(String id) {
        return with(CONNECTION, id);
    }

    Request session(String id) {
        return with(SESSION, id);
    }

    /** Adds a JSON body with its length. */
    Request json(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    Request json(byte[] utf8) {
        return new Request(method, headers, utf8)
                .with("Content-Type", "application/json")
                .with("Content-Length", String.valueOf(utf8.length));
    }

    byte[] body() {
        return body;
    }

    byte[] head(String target) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(line -> text.append(line).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
