// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import org.jspecify.annotations.Nullable;

/** What a gateway says on standard output when it serves. */
final class Announcement {
    private Announcement() {}

    /**
     * Prints one line or two.
     *
     * @param name what is served
     * @param address where
     * @param page where the chat page is, or null if there is none
     */
    static void print(String name, @Nullable Object address, @Nullable Object page) {
        System.out.println("Fairlead is serving " + name.replaceAll("\\p{Cntrl}", "?") + " at " + address
                + (page == null ? "" : System.lineSeparator() + "Chat with it at " + page));
        System.out.flush();
    }
}
