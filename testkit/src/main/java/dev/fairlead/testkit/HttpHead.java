// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The head of an HTTP/1.1 message on its way through the proxy. Immutable.
 *
 * @param start the request line or the status line
 * @param lines the header lines, as they came
 * @param framing how its body ends; follows the headers, except that an answer to HEAD has none
 */
record HttpHead(String start, List<String> lines, HttpFraming framing) {
    static HttpHead ofRequest(String start, List<String> lines) {
        HttpFraming framing = framing(lines, HttpFraming.NONE);
        return new HttpHead(start, lines, framing);
    }

    /** Takes the head of an answer to a request with that method. */
    static HttpHead ofResponse(String start, List<String> lines, String method) {
        int status = status(start);
        boolean bodiless = status < 200 || status == 204 || status == 304 || method.equals("HEAD");
        return new HttpHead(start, lines, bodiless ? HttpFraming.NONE : framing(lines, HttpFraming.UNTIL_CLOSE));
    }

    private static HttpFraming framing(List<String> lines, HttpFraming otherwise) {
        if (value(lines, "transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return HttpFraming.CHUNKED;
        }
        return value(lines, "content-length").isEmpty() ? otherwise : HttpFraming.SIZED;
    }

    String method() {
        return word(0);
    }

    String target() {
        return word(1);
    }

    int status() {
        return status(start);
    }

    private static int status(String start) {
        String[] words = start.split(" ", 3);
        return words.length > 1 && words[1].matches("[0-9]{3}") ? Integer.parseInt(words[1]) : 0;
    }

    private String word(int index) {
        String[] words = start.split(" ", 3);
        return index < words.length ? words[index] : "";
    }

    /** Returns the length of a sized body. */
    long length() {
        return Long.parseLong(value("content-length"));
    }

    /** Returns the value of a header, empty text if there is none. */
    String value(String name) {
        return value(lines, name);
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> name(line).equals(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("");
    }

    private static String name(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
    }

    /** Returns whether it asks for a WebSocket. */
    boolean asksForWebSocket() {
        return value("upgrade").equalsIgnoreCase("websocket");
    }

    /** Returns whether it asks for an event stream, by a request of its own. */
    boolean asksForEvents() {
        return method().equals("GET") && value("accept").contains("text/event-stream") && !asksForWebSocket();
    }

    /** Returns whether the link carries another protocol behind it. */
    boolean opensTunnel() {
        return start.startsWith("HTTP/") && status() == 101;
    }

    /** Returns whether it is a response whose length is not told, as that of a stream is. */
    boolean isOpenEnded() {
        return framing == HttpFraming.CHUNKED || framing == HttpFraming.UNTIL_CLOSE;
    }

    HttpHead with(String name, String value) {
        List<String> more = new ArrayList<>(lines);
        more.add(name + ": " + value);
        return new HttpHead(start, List.copyOf(more), framing);
    }

    /** Returns the same without the headers whose lower-case name is one of those. */
    HttpHead without(Predicate<String> names) {
        return new HttpHead(
                start, lines.stream().filter(line -> !names.test(name(line))).toList(), framing);
    }

    HttpHead without(String... names) {
        return without(List.of(names)::contains);
    }

    HttpHead startingWith(String replacement) {
        return new HttpHead(replacement, lines, framing);
    }

    /** Returns the same for a body of that length. */
    HttpHead sized(long length) {
        return unsized(HttpFraming.SIZED).with("Content-Length", String.valueOf(length));
    }

    HttpHead chunked() {
        return unsized(HttpFraming.CHUNKED).with("Transfer-Encoding", "chunked");
    }

    /** Returns the same for a body that ends with the link. */
    HttpHead untilClose() {
        return closing().unsized(HttpFraming.UNTIL_CLOSE);
    }

    private HttpHead unsized(HttpFraming other) {
        return new HttpHead(start, without("content-length", "transfer-encoding").lines, other);
    }

    /** Returns the same as the last one on its link. */
    HttpHead closing() {
        return without("connection", "keep-alive").with("Connection", "close");
    }

    ByteBuffer bytes() {
        String text = start + "\r\n" + String.join("\r\n", lines) + (lines.isEmpty() ? "" : "\r\n") + "\r\n";
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
