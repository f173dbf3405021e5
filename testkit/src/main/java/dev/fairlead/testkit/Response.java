// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The head of an HTTP answer, and its body if it was read to its end.
 *
 * @param status the status code
 * @param headers values by lower-case name
 * @param text the body as UTF-8; empty for a stream
 */
record Response(int status, Map<String, List<String>> headers, String text) {

    /** Returns all values of a header, joined as RFC 9110 §5.3 allows; empty text if there is none. */
    String header(String name) {
        return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    boolean has(String name) {
        return headers.containsKey(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return status
                + (text.isEmpty() ? "" : " with body " + (text.length() > 200 ? text.substring(0, 200) + "…" : text));
    }
}
