// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.runtime.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The updates of a session (ACP v1, {@code SessionUpdate}), each as JSON text. */
final class SessionUpdates {
    private SessionUpdates() {}

    /** Returns words of the agent's answer. */
    static String words(String text) {
        return chunk("agent_message_chunk", text(text));
    }

    /** Returns words of the agent's reasoning. */
    static String thought(String text) {
        return chunk("agent_thought_chunk", text(text));
    }

    /** Returns a block of the user's prompt. */
    static String prompt(@Nullable Object block) {
        return chunk("user_message_chunk", block);
    }

    /** Returns a tool call that waits for its turn. */
    static String toolCall(String id, String title, String file) {
        return Json.write(Json.members(
                "sessionUpdate",
                "tool_call",
                "toolCallId",
                id,
                "title",
                title,
                "kind",
                "edit",
                "status",
                "pending",
                "locations",
                List.of(Json.members("path", file, "line", 1))));
    }

    /** Returns the new state of a tool call: {@code in_progress} or {@code failed}. */
    static String toolCallState(String id, String state) {
        return Json.write(Json.members("sessionUpdate", "tool_call_update", "toolCallId", id, "status", state));
    }

    /** Returns the end of a tool call that changed a file. */
    static String toolCallDone(String id, String words, String file, String before, String after) {
        return Json.write(Json.members(
                "sessionUpdate",
                "tool_call_update",
                "toolCallId",
                id,
                "status",
                "completed",
                "content",
                List.of(
                        Json.members("type", "content", "content", text(words)),
                        Json.members("type", "diff", "path", file, "oldText", before, "newText", after))));
    }

    /** Returns the whole plan when so many of its tasks are done and, if any is left, the next is being done. */
    static String plan(List<String> tasks, int done) {
        List<Map<String, ?>> entries = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            String state = i < done ? "completed" : i == done ? "in_progress" : "pending";
            entries.add(Json.members("content", tasks.get(i), "priority", i == 0 ? "high" : "medium", "status", state));
        }
        return Json.write(Json.members("sessionUpdate", "plan", "entries", entries));
    }

    /** Returns the commands that a prompt may begin with. */
    static String commands(List<? extends Map<String, ?>> commands) {
        return Json.write(Json.members("sessionUpdate", "available_commands_update", "availableCommands", commands));
    }

    /** Returns the mode that holds from now on. */
    static String mode(String id) {
        return Json.write(Json.members("sessionUpdate", "current_mode_update", "currentModeId", id));
    }

    /** Returns the options that can be chosen, and what is chosen from now on. */
    static String options(List<? extends Map<String, ?>> options) {
        return Json.write(Json.members("sessionUpdate", "config_option_update", "configOptions", options));
    }

    /** Returns what the session is called from now on. */
    static String title(String title, Instant updatedAt) {
        return Json.write(Json.members(
                "sessionUpdate", "session_info_update", "title", title, "updatedAt", updatedAt.toString()));
    }

    /** Returns how much of the context is used, in tokens. */
    static String usage(long used, long size) {
        return Json.write(Json.members("sessionUpdate", "usage_update", "used", used, "size", size));
    }

    private static String chunk(String kind, @Nullable Object block) {
        return Json.write(Json.members("sessionUpdate", kind, "content", block));
    }

    private static Map<String, ?> text(String text) {
        return Json.members("type", "text", "text", text);
    }
}
