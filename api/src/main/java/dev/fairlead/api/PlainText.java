// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a run of plain characters in a JSON string: printable ASCII save the quote and the backslash, all but a few bytes of
 * most messages. Looks at eight bytes at a time.
 */
final class PlainText {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long EACH_SIGN = EACH_BYTE << 7;
    private static final long EACH_TWO = EACH_BYTE * ('"' ^ ' ');
    private static final long EACH_EXCLAMATION = EACH_BYTE * '!';
    private static final long EACH_BACKSLASH = EACH_BYTE * '\\';

    private PlainText() {}

    /** Returns where the first byte is from there on that is not plain, or the length if all are. */
    static int end(byte[] text, int from) {
        int at = from;
        for (; at <= text.length - Long.BYTES; at += Long.BYTES) {
            long found = notPlain((long) EIGHT_BYTES.get(text, at));
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < text.length && isPlain(text[at])) {
            at++;
        }
        return at;
    }

    /**
     * Returns a word with the sign bit of the first byte set that is not plain, and perhaps of later ones: what is taken away from a byte
     * below it borrows from the sign bit. Turning one bit of each byte over puts the quote next to the control characters, where the
     * space was, and leaves all others on their side of the border.
     */
    private static long notPlain(long bytes) {
        long controlOrQuote = (bytes ^ EACH_TWO) - EACH_EXCLAMATION;
        long backslash = (bytes ^ EACH_BACKSLASH) - EACH_BYTE;
        return (bytes | controlOrQuote | backslash) & EACH_SIGN;
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }
}
