// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.ArrayList;
import java.util.List;

/** The words that a tool was given, taken one after the other. */
final class ToolWords {
    private final String usage;
    private final List<String> left;

    /**
     * Creates what is to be taken.
     *
     * @param usage the line that tells who is wrong what would be right
     */
    ToolWords(String usage, String... words) {
        this.usage = usage;
        this.left = new ArrayList<>(List.of(words));
    }

    boolean flag(String name) {
        return left.remove(name);
    }

    /** Returns the value of an option, or an empty text. */
    String value(String option) {
        int at = left.indexOf(option);
        if (at < 0) {
            return "";
        }
        if (at + 1 == left.size()) {
            throw new IllegalArgumentException(option + " has no value. " + usage);
        }
        left.remove(at);
        return left.remove(at);
    }

    /** Returns the values of an option that may be repeated. */
    List<String> values(String option) {
        List<String> values = new ArrayList<>();
        for (String value = value(option); !value.isEmpty(); value = value(option)) {
            values.add(value);
        }
        return values;
    }

    /** Returns the one word that must be left. */
    String last() {
        if (left.size() != 1) {
            throw new IllegalArgumentException(usage);
        }
        return left.remove(0);
    }

    /** Fails if anything is left. */
    void end() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("What is " + left + "? " + usage);
        }
    }
}
