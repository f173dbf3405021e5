// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

/** Tells UTF-8 from other bytes (RFC 3629 §4). */
final class Utf8 {
    private Utf8() {}

    /** Returns whether the bytes from an offset on are UTF-8: no stray, missing or overlong bytes, no surrogates. */
    static boolean isValid(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length) {
            int length = bytes[at] >= 0 ? 1 : lengthAt(bytes, at);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Returns the length of the character of more than one byte that begins here, or 0 if it is none. */
    private static int lengthAt(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
