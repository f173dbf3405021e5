// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;

/** Reads messages in tests, and returns what was wrong with them. */
final class Reading {
    private Reading() {}

    /** Returns what refuses a text; fails if nothing does. */
    static AgentException refusal(String json) {
        return refusal(json.getBytes(StandardCharsets.UTF_8), MessageLimits.STANDARD);
    }

    static AgentException refusal(byte[] utf8, MessageLimits limits) {
        return assertThrows(AgentException.class, () -> Message.read(utf8, limits));
    }

    static Envelope envelope(String json) {
        return Message.of(json).envelope();
    }

    /** Returns a request whose params are that JSON. */
    static String withParams(String json) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":" + json + "}";
    }

    /** Returns bytes with others put in place of the only {@code ?}. */
    static byte[] bytes(String ascii, int... inserted) {
        int place = ascii.indexOf('?');
        byte[] all = new byte[ascii.length() - 1 + inserted.length];
        for (int i = 0; i < all.length; i++) {
            if (i < place) {
                all[i] = (byte) ascii.charAt(i);
            } else if (i < place + inserted.length) {
                all[i] = (byte) inserted[i - place];
            } else {
                all[i] = (byte) ascii.charAt(i - inserted.length + 1);
            }
        }
        return all;
    }
}
