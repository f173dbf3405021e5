// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A position in bytes that are to be JSON (RFC 8259), which moves forward over whole values and checks all that it passes: the
 * grammar, UTF-8 (RFC 3629) and the depth.
 *
 * <p>It makes no objects for what it skips. Line ends between tokens are turned into spaces in place.
 */
final class JsonCursor {
    /** How many bytes a character takes at most where it is escaped: a backslash, a u and four digits. */
    private static final int LONGEST_ESCAPE = 6;

    private final byte[] json;
    private final int deepest;
    private int at;
    private int depth;

    /** The string that was read last: the range between its quotes, and whether it has escapes. */
    private int start;

    private int end;
    private boolean escaped;

    JsonCursor(byte[] json, int from, int deepest) {
        this.json = json;
        this.at = from;
        this.deepest = deepest;
    }

    int position() {
        return at;
    }

    /** Returns the byte here, which must exist. */
    byte peek() {
        if (at >= json.length) {
            throw malformed("the end came too early");
        }
        return json[at];
    }

    void skipSpace() {
        for (; at < json.length; at++) {
            switch (json[at]) {
                case ' ', '\t' -> {}
                case '\n', '\r' -> json[at] = ' ';
                default -> {
                    return;
                }
            }
        }
    }

    void requireEnd() {
        skipSpace();
        if (at < json.length) {
            throw malformed("something follows the value");
        }
    }

    /** Steps into an object; returns whether it has a member. */
    boolean enterObject() {
        return enter('}');
    }

    /** Steps from behind a member to the next; returns whether there is one. */
    boolean nextMember() {
        return next('}');
    }

    /** Steps into an array; returns whether it has an item. */
    boolean enterArray() {
        return enter(']');
    }

    /** Steps from behind an item to the next; returns whether there is one. */
    boolean nextItem() {
        return next(']');
    }

    /** Reads a member's name and the colon behind it, up to its value. */
    void readKey() {
        scanString();
        skipSpace();
        expect(':');
        skipSpace();
    }

    /** Returns whether the string that was read last is that one, however it was spelt. */
    boolean is(String text) {
        if (escaped) {
            return end - start <= text.length() * LONGEST_ESCAPE && text().equals(text);
        }
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (json[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns what the string means that was just skipped. */
    String text() {
        String raw = new String(json, start, end - start, StandardCharsets.UTF_8);
        return escaped ? JsonText.unescape(raw) : raw;
    }

    /** Returns the JSON text of the value that began there and was just skipped; strings with escapes in one agreed spelling. */
    String canonicalText(int from) {
        if (json[from] == '"' && escaped) {
            return JsonText.quote(text());
        }
        return new String(json, from, at - from, StandardCharsets.UTF_8);
    }

    /** Passes one value of any kind. */
    void skipValue() {
        switch (peek()) {
            case '{' -> {
                for (boolean more = enter('}'); more; more = next('}')) {
                    readKey();
                    skipValue();
                }
            }
            case '[' -> {
                for (boolean more = enter(']'); more; more = next(']')) {
                    skipValue();
                }
            }
            case '"' -> scanString();
            case 't' -> skipWord("true");
            case 'f' -> skipWord("false");
            case 'n' -> skipWord("null");
            default -> skipNumber();
        }
    }

    private boolean enter(char close) {
        if (++depth > deepest) {
            throw new AgentException(
                    Code.INVALID_MESSAGE,
                    "The message is nested deeper than " + deepest + " levels, at byte " + at + ".");
        }
        at++;
        skipSpace();
        return !leaves(close);
    }

    private boolean next(char close) {
        skipSpace();
        if (leaves(close)) {
            return false;
        }
        expect(',');
        skipSpace();
        return true;
    }

    private boolean leaves(char close) {
        if (peek() != close) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw malformed("'" + wanted + "' was expected");
        }
        at++;
    }

    private void skipWord(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= json.length || json[at + i] != word.charAt(i)) {
                throw malformed("a value was expected");
            }
        }
        at += word.length();
    }

    private void skipNumber() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            skipDigits();
        }
        if (at < json.length && json[at] == '.') {
            at++;
            skipDigits();
        }
        if (at < json.length && (json[at] == 'e' || json[at] == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            skipDigits();
        }
    }

    private void skipDigits() {
        if (peek() < '0' || peek() > '9') {
            throw malformed("a value was expected");
        }
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
    }

    private void scanString() {
        expect('"');
        start = at;
        escaped = false;
        while (true) {
            at = PlainText.end(json, at);
            byte b = peek();
            if (b == '"') {
                end = at++;
                return;
            } else if (b == '\\') {
                escaped = true;
                skipEscape();
            } else if (b < 0) {
                skipMultibytes();
            } else {
                throw malformed("a control character stands in a string");
            }
        }
    }

    private void skipEscape() {
        at++;
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++, at++) {
                    if (Character.digit(peek(), 16) < 0) {
                        throw malformed("an escape is not \\u and four hex digits");
                    }
                }
            }
            default -> throw malformed("an unknown escape");
        }
    }

    private void skipMultibytes() {
        do {
            skipMultibyte();
        } while (peek() < 0);
    }

    /** Passes one character of two to four bytes: the ranges of RFC 3629 §4, so no overlong forms, no surrogates. */
    private void skipMultibyte() {
        int lead = json[at++] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            continuation(0x80, 0xbf);
        } else if (lead >= 0xe0 && lead <= 0xef) {
            continuation(lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
            continuation(0x80, 0xbf);
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            continuation(lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
            continuation(0x80, 0xbf);
            continuation(0x80, 0xbf);
        } else {
            at--;
            throw malformed("the bytes are not UTF-8");
        }
    }

    private void continuation(int least, int most) {
        int b = peek() & 0xff;
        if (b < least || b > most) {
            throw malformed("the bytes are not UTF-8");
        }
        at++;
    }

    private AgentException malformed(@Nullable String what) {
        return new AgentException(Code.MALFORMED_JSON, "Not JSON: " + what + ", at byte " + at + ".");
    }
}
