// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a prompt's content blocks: what was typed, and a name for each thing that is not text. */
final class PromptText {
    private PromptText() {}

    /** Returns one line or more for each {@code ContentBlock}. */
    static String of(List<@Nullable Object> blocks) {
        StringBuilder lines = new StringBuilder();
        for (Object block : blocks) {
            lines.append(lines.isEmpty() ? "" : "\n").append(text(block));
        }
        return lines.toString();
    }

    private static String text(@Nullable Object block) {
        String type = Json.text(block, "type");
        if (type == null) {
            throw new RpcError(JsonRpc.INVALID_PARAMS, "Each block of a prompt needs a type.");
        }
        return switch (type) {
            case "text" -> or(Json.text(block, "text"), "");
            case "resource_link" -> "(a link to " + or(Json.text(block, "name"), "something") + ")";
            case "resource" -> "(the resource " + or(Json.text(block, "resource", "uri"), "without a name") + ")";
            default -> "(something of the type " + type + ")";
        };
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
