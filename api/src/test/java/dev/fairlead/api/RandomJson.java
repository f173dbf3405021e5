// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Writes random JSON, the same for the same seed, and damages it. Escaped surrogates are left out: Gson refuses half a pair. */
final class RandomJson {
    private static final String[] CHARACTERS = {
        "a",
        " ",
        "/",
        "'",
        "\u007f",
        "\u00e9",
        "\u2028",
        "\uffff",
        "\ud83d\ude00",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u0000",
        "\\u20aC"
    };
    private static final String[] WHOLE = {"0", "-0", "1", "-1", "42", "12345678901234567890"};
    private static final String[] REST = {"", "", ".0", ".25", "e1", "E-2", ".5e+10"};
    private static final String[] WORDS = {"true", "false", "null"};
    private static final String[] SPACE = {"", "", "", " ", "\t", "\n", "\r\n", "  "};
    private static final String DAMAGE =
            "{}[]\",:\\/ \t\n\r\0\b0123456789+-.eEtrufalsn'#\u007f\u00c3\u00a9\u00ed\u00a0\u0080\u00f0\u00ff";

    private final Random random;

    RandomJson(long seed) {
        random = new Random(seed);
    }

    /** Returns a value with at most that many levels in it. */
    String value(int levels) {
        return switch (random.nextInt(levels == 0 ? 3 : 6)) {
            case 0 -> string();
            case 1 -> any(WHOLE) + any(REST);
            case 2 -> any(WORDS);
            case 3 -> "[" + items(levels - 1, false) + "]";
            default -> "{" + items(levels - 1, true) + "}";
        };
    }

    private String items(int levels, boolean named) {
        StringBuilder items = new StringBuilder(any(SPACE));
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            items.append(i == 0 ? "" : "," + any(SPACE));
            if (named) {
                items.append(string()).append(any(SPACE)).append(':').append(any(SPACE));
            }
            items.append(value(levels)).append(any(SPACE));
        }
        return items.toString();
    }

    private String string() {
        StringBuilder string = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            string.append(any(CHARACTERS));
        }
        return string.append('"').toString();
    }

    private String any(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Returns the bytes with one to four of them changed, removed, added or repeated elsewhere. */
    byte[] damaged(byte[] json) {
        StringBuilder bytes = new StringBuilder(new String(json, StandardCharsets.ISO_8859_1));
        for (int times = 1 + random.nextInt(4); times > 0 && bytes.length() > 0; times--) {
            int at = random.nextInt(bytes.length());
            char damage = DAMAGE.charAt(random.nextInt(DAMAGE.length()));
            switch (random.nextInt(4)) {
                case 0 -> bytes.setCharAt(at, damage);
                case 1 -> bytes.deleteCharAt(at);
                case 2 -> bytes.insert(at, damage);
                default -> bytes.setCharAt(at, bytes.charAt(random.nextInt(bytes.length())));
            }
        }
        return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
