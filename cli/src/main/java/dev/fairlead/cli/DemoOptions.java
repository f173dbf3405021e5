// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user chooses in a session (ACP v1, {@code SessionConfigOption}): the mode, the model and whether the agent thinks first. The
 * mode can be chosen as a mode too, by clients that know no options.
 */
final class DemoOptions {
    private static final String MODE = "mode";
    private static final String MODEL = "model";
    private static final String THINKING = "thinking";
    private static final String ASK = "ask";
    private static final String SHOUT = "shout";

    /** One of the values that an option may have. */
    private record Choice(String value, String name, String description) {
        Map<String, Object> as(String idName) {
            return Json.members(idName, value, "name", name, "description", description);
        }
    }

    private static final List<Choice> MODES = List.of(
            new Choice("code", "Code", "Changes files without asking."),
            new Choice(ASK, "Ask", "Asks before it changes a file."));

    private static final List<Choice> MODELS = List.of(
            new Choice("echo", "Echo", "Says what you said."),
            new Choice(SHOUT, "Shout", "Says it in capital letters."));

    private String mode = MODES.get(0).value();
    private String model = MODELS.get(0).value();
    private boolean thinking;

    /** Returns whether the agent asks before it changes a file. */
    boolean asks() {
        return mode.equals(ASK);
    }

    /** Returns whether the agent thinks before it answers. */
    boolean thinks() {
        return thinking;
    }

    /** Returns words as the model says them. */
    String say(String words) {
        return model.equals(SHOUT) ? words.toUpperCase(Locale.ROOT) : words;
    }

    String mode() {
        return mode;
    }

    /** Sets the mode; returns whether there is such a mode. */
    boolean mode(@Nullable String id) {
        return set(MODE, id);
    }

    /** Sets an option; returns whether there is such an option with such a value. */
    boolean set(@Nullable String option, @Nullable Object value) {
        if (MODE.equals(option) && isOf(MODES, value)) {
            mode = String.valueOf(value);
        } else if (MODEL.equals(option) && isOf(MODELS, value)) {
            model = String.valueOf(value);
        } else if (THINKING.equals(option) && value instanceof Boolean on) {
            thinking = on;
        } else {
            return false;
        }
        return true;
    }

    /** Returns {@code SessionModeState}. */
    Map<String, Object> modes() {
        return Json.members("currentModeId", mode, "availableModes", all(MODES, "id"));
    }

    /**
     * Returns {@code SessionConfigOption}s.
     *
     * @param switches whether the client knows options that are on or off
     */
    List<Map<String, Object>> list(boolean switches) {
        List<Map<String, Object>> options = new ArrayList<>();
        options.add(select(MODE, "Mode", mode, MODES));
        options.add(select(MODEL, "Model", model, MODELS));
        if (switches) {
            options.add(Json.members(
                    "id",
                    THINKING,
                    "name",
                    "Think first",
                    "description",
                    "Reasons aloud before each answer.",
                    "category",
                    "thought_level",
                    "type",
                    "boolean",
                    "currentValue",
                    thinking));
        }
        return options;
    }

    private static Map<String, Object> select(String id, String name, String value, List<Choice> choices) {
        return Json.members(
                "id",
                id,
                "name",
                name,
                "category",
                id,
                "type",
                "select",
                "currentValue",
                value,
                "options",
                all(choices, "value"));
    }

    private static List<Map<String, Object>> all(List<Choice> choices, String idName) {
        return choices.stream().map(choice -> choice.as(idName)).toList();
    }

    private static boolean isOf(List<Choice> choices, @Nullable Object value) {
        return choices.stream().anyMatch(choice -> choice.value().equals(value));
    }
}
