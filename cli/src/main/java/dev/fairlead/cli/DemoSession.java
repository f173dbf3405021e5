// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One conversation with the demo agent. It outlives the connection that has it open. */
final class DemoSession {
    private static final int LONGEST_TITLE = 60;
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int CONTEXT_TOKENS = 200_000;

    private final String id = UUID.randomUUID().toString();
    private final DemoHistory history = new DemoHistory();
    private final DemoOptions options = new DemoOptions();
    private final long number;
    private String directory;
    private String title = "";
    private Instant updatedAt = Instant.now();
    private long characters;
    private int toolCalls;

    private @Nullable DemoConnection holder;
    private @Nullable DemoTurn turn;

    DemoSession(long number, String directory) {
        this.number = number;
        this.directory = directory;
    }

    String id() {
        return id;
    }

    /** Returns its place in the order in which sessions were made. */
    long number() {
        return number;
    }

    String directory() {
        return directory;
    }

    /** Moves the session to a connection, or to none: an unfinished turn ends when it is another one's. */
    void holdBy(@Nullable DemoConnection connection) {
        if (holder != connection) {
            stopTurn();
            holder = connection;
        }
    }

    boolean isHeldBy(DemoConnection connection) {
        return holder == connection;
    }

    void moveTo(String newDirectory) {
        directory = newDirectory;
    }

    /** Returns the turn that runs, if one does. */
    @Nullable DemoTurn turn() {
        return turn;
    }

    void begin(DemoTurn begun) {
        turn = begun;
        updatedAt = Instant.now();
    }

    void endTurn() {
        turn = null;
        updatedAt = Instant.now();
    }

    /** Ends the turn that runs, if one does, as cancelled. */
    void stopTurn() {
        if (turn != null) {
            turn.cancel();
        }
    }

    /** Remembers an update. */
    void record(String update) {
        history.add(update);
        characters += update.length();
    }

    List<String> replay() {
        return history.replay();
    }

    /** Calls the session after its first prompt; returns the update that says so, or null if it has a title already. */
    @Nullable String entitle(String prompt) {
        if (!title.isEmpty()) {
            return null;
        }
        String line = prompt.strip().lines().findFirst().orElse("Untitled");
        title = line.codePointCount(0, line.length()) <= LONGEST_TITLE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_TITLE - 1)) + "…";
        return SessionUpdates.title(title, updatedAt);
    }

    String usage() {
        return SessionUpdates.usage(Math.min(characters / CHARACTERS_PER_TOKEN, CONTEXT_TOKENS), CONTEXT_TOKENS);
    }

    String nextToolCallId() {
        return "call-" + ++toolCalls;
    }

    /** Returns the absolute path of a file in the session's directory. */
    String file(String name) {
        String separator = directory.contains("\\") ? "\\" : "/";
        return directory.endsWith(separator) ? directory + name : directory + separator + name;
    }

    /** Returns what the user has chosen. */
    DemoOptions options() {
        return options;
    }

    /** Returns {@code SessionInfo}. */
    Map<String, Object> info() {
        return Json.members(
                "sessionId",
                id,
                "cwd",
                directory,
                "title",
                title.isEmpty() ? null : title,
                "updatedAt",
                updatedAt.toString());
    }
}
