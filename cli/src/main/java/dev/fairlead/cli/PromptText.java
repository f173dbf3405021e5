// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.runtime.json.Json;
import java.util.Base64;
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
            case "resource" -> "(the file " + name(block) + ", " + size(block) + ")";
            case "image" -> "(a picture, " + media(block) + ")";
            case "audio" -> "(a sound, " + media(block) + ")";
            default -> "(something of the type " + type + ")";
        };
    }

    private static String name(@Nullable Object block) {
        String uri = or(Json.text(block, "resource", "uri"), "without a name");
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    private static String size(@Nullable Object block) {
        String text = Json.text(block, "resource", "text");
        return text == null
                ? bytes(Json.text(block, "resource", "blob"))
                : text.codePointCount(0, text.length()) + " characters";
    }

    private static String media(@Nullable Object block) {
        return or(Json.text(block, "mimeType"), "of no type") + ", " + bytes(Json.text(block, "data"));
    }

    private static String bytes(@Nullable String base64) {
        try {
            return Base64.getDecoder().decode(or(base64, "")).length + " bytes";
        } catch (IllegalArgumentException e) {
            throw new RpcError(JsonRpc.INVALID_PARAMS, "The data of a block is not Base64.");
        }
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
