// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.testkit.Inbox.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The numbered chunks of the demo agent's prompt {@code stream N chunks every M ms of K bytes}.
 *
 * @param numbers the first decimal number in each, in the order of arrival
 */
record Chunks(List<Integer> numbers) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /** Returns the chunks of a session that were taken from the inbox so far. */
    static Chunks of(Inbox inbox, String sessionId) {
        return new Chunks(inbox.past().stream()
                .filter(arrival -> arrival.kind() == Kind.MESSAGE)
                .map(arrival -> arrival.json().at("params"))
                .filter(params -> params.at("sessionId").text().equals(sessionId))
                .map(params -> params.at("update"))
                .filter(update -> update.at("sessionUpdate").text().equals("agent_message_chunk"))
                .map(update -> number(update.at("content", "text").text()))
                .toList());
    }

    int size() {
        return numbers.size();
    }

    /** Fails unless all are there, in order, once. */
    void expect(int count) {
        int first = !numbers.isEmpty() && numbers.get(0) == 0 ? 0 : 1;
        Expect.equal(
                "chunks in the order in which they came",
                IntStream.range(first, first + count).boxed().toList(),
                numbers);
    }

    private static int number(String text) {
        Matcher digits = NUMBER.matcher(text);
        Expect.that(digits.find(), "a chunk has no number in it: " + text);
        return Integer.parseInt(digits.group());
    }
}
