// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Message;
import dev.fairlead.runtime.json.Json;
import java.util.List;
import java.util.Map;

/**
 * What came of a question for permission.
 *
 * @param granted whether the user allowed it
 * @param words what the user did, as a sentence of the agent
 */
record DemoPermission(boolean granted, String words) {
    private enum Option {
        ALLOW_ONCE("allow_once", "Allow once"),
        ALLOW_ALWAYS("allow_always", "Always allow"),
        REJECT_ONCE("reject_once", "Reject");

        private final String kind;
        private final String label;

        Option(String kind, String label) {
            this.kind = kind;
            this.label = label;
        }

        Map<String, Object> toJson() {
            return Json.members("optionId", kind, "name", label, "kind", kind);
        }
    }

    /** Returns the {@code params} of {@code session/request_permission}. */
    static Map<String, Object> question(String sessionId, String toolCallId, String title) {
        return Json.members(
                "sessionId", sessionId,
                "toolCall", Json.members("toolCallId", toolCallId, "title", title, "kind", "edit", "status", "pending"),
                "options", List.of(Option.values()).stream().map(Option::toJson).toList());
    }

    /** Reads the client's response. */
    static DemoPermission of(Message response) {
        try {
            return of(Json.read(response));
        } catch (AgentException e) {
            return new DemoPermission(false, "I could not read your answer.");
        }
    }

    private static DemoPermission of(Map<String, Object> answer) {
        String refusal = Json.text(answer, "error", "message");
        if (refusal != null) {
            return new DemoPermission(false, "I could not ask you: " + refusal);
        }
        String chosen = Json.text(answer, "result", "outcome", "optionId");
        if (chosen == null) {
            return new DemoPermission(false, "You did not choose.");
        }
        for (Option option : Option.values()) {
            if (option.kind.equals(chosen)) {
                return new DemoPermission(option != Option.REJECT_ONCE, "You chose: " + option.label + ".");
            }
        }
        return new DemoPermission(false, "You chose " + chosen + ", which I did not offer.");
    }
}
