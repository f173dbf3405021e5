// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Messages that look like an agent's: updates of a session. */
final class Payload {
    /** What stands before the time in a stamped message. */
    static final byte[] STAMP = ascii("\"at\":\"");

    private static final int STAMP_DIGITS = 19;
    private static final String HEAD =
            "{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"s1\",";
    private static final String UPDATE =
            "\"update\":{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"";
    private static final String TAIL = "\"}}}}";

    private Payload() {}

    /** Returns an update of just that size, from 150 bytes on. */
    static byte[] update(int bytes) {
        return ascii(HEAD + UPDATE + prose(bytes - HEAD.length() - UPDATE.length() - TAIL.length()) + TAIL);
    }

    /** Returns an update of 200 bytes that says when it was made. */
    static byte[] stamped() {
        String stamp = "\"at\":\"" + String.format(Locale.ROOT, "%0" + STAMP_DIGITS + "d", System.nanoTime()) + "\",";
        int filler = 200 - HEAD.length() - stamp.length() - UPDATE.length() - TAIL.length();
        return ascii(HEAD + stamp + UPDATE + prose(filler) + TAIL);
    }

    /** Returns the length of a stamp. */
    static int stampBytes() {
        return STAMP.length + STAMP_DIGITS;
    }

    /** Returns ASCII text as bytes. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns one array with all the bytes. */
    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String prose(int length) {
        String words = "The quick brown fox jumps over the lazy dog, \\\"again\\\". ";
        StringBuilder text = new StringBuilder(length);
        while (text.length() + words.length() <= length) {
            text.append(words);
        }
        while (text.length() < length) {
            text.append('x');
        }
        return text.toString();
    }
}
