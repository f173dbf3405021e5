// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of an event stream.
 *
 * @param status its status, 0 if there was no answer
 * @param headers its headers, or null if there was no answer
 * @param headersMillis when they came
 * @param arrivals when each event came, in milliseconds
 * @param expected how many events the gateway sends
 * @param ended whether it ended as if it were whole
 * @param cut what cut it, or null
 * @param millis how long it was looked at
 * @param beginning its first few KiB
 */
record Observation(
        int status,
        @Nullable HttpHeaders headers,
        long headersMillis,
        List<Long> arrivals,
        int expected,
        boolean ended,
        @Nullable String cut,
        long millis,
        String beginning) {
    private static final Pattern WRITTEN = Pattern.compile("\"millis\":([0-9]{1,15})}");

    /** Returns whether the answer is an event stream that can be read. */
    boolean isStream() {
        return status == 200 && header("Content-Type").startsWith("text/event-stream") && !isCompressed();
    }

    boolean isCompressed() {
        String encoding = header("Content-Encoding");
        return !encoding.isEmpty() && !encoding.equals("identity");
    }

    /** Returns when the gateway wrote each event, by its own clock, as far as {@link #beginning} says so (wire.md 2.5). */
    List<Long> written() {
        return WRITTEN.matcher(beginning)
                .results()
                .map(event -> Long.valueOf(event.group(1)))
                .toList();
    }

    boolean isWhole() {
        return arrivals.size() >= expected;
    }

    /** Returns when the first event came, or -1. */
    long first() {
        return arrivals.isEmpty() ? -1 : arrivals.get(0);
    }

    /** Returns when the last event came, or -1. */
    long last() {
        return arrivals.isEmpty() ? -1 : arrivals.get(arrivals.size() - 1);
    }

    /** Returns a header in lower case, empty if it is not there. */
    String header(String name) {
        return headers == null ? "" : headers.firstValue(name).orElse("").toLowerCase(Locale.ROOT);
    }
}
