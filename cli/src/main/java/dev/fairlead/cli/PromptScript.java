// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.cli.PromptStep.Crash;
import dev.fairlead.cli.PromptStep.Fail;
import dev.fairlead.cli.PromptStep.Plan;
import dev.fairlead.cli.PromptStep.Say;
import dev.fairlead.cli.PromptStep.Think;
import dev.fairlead.cli.PromptStep.ToolCall;
import dev.fairlead.cli.PromptStep.Tour;
import dev.fairlead.runtime.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a prompt, read as steps.
 *
 * <p>Steps are separated by a line end, by {@code ;} or by the word {@code then}. A step is one of those below, in small or capital
 * letters, also as a command ({@code /think}, {@code /ask-permission}); all else is echoed.
 *
 * <ul>
 *   <li>{@code stream 100 chunks every 20 ms of 200 bytes}: numbered chunks; time and size may be left out
 *   <li>{@code ask permission}, {@code tool call}, {@code plan}, {@code think}, {@code tour}
 *   <li>{@code fail}: a JSON-RPC error; {@code crash}: the agent ends
 * </ul>
 */
final class PromptScript {
    private static final int MOST_CHUNKS = 1_000_000;
    private static final int LONGEST_PAUSE_MILLIS = 60_000;
    private static final int LARGEST_CHUNK = 8 << 20;
    private static final int USUAL_CHUNK = 20;

    /** Looks for {@code then} only where blanks begin, so that many blanks take no longer than other text. */
    private static final Pattern SEPARATOR = Pattern.compile("\\R|;|(?i:(?<![ \\t])[ \\t]++then\\s++)");

    private static final Pattern STREAM =
            Pattern.compile("stream (\\d{1,9}) chunks?(?: every (\\d{1,9}) ?ms)?(?: of (\\d{1,9}) bytes?)?");

    /** The commands that are offered to a client: name, explanation, what may follow. */
    private static final List<Map<String, Object>> COMMANDS = List.of(
            command("stream", "Streams numbered chunks.", "100 chunks every 20 ms of 200 bytes"),
            command("ask-permission", "Asks for permission before a tool call.", null),
            command("tool-call", "Pretends to change a file.", null),
            command("plan", "Makes a plan and works through it.", null),
            command("think", "Reasons aloud.", null),
            command("tour", "Shows everything that a client may have to show.", null),
            command("fail", "Answers with an error.", null),
            command("crash", "Ends the agent.", null));

    private static final Map<String, Supplier<PromptStep>> STEPS = Map.of(
            "ask permission", () -> new ToolCall(true),
            "tool call", () -> new ToolCall(false),
            "plan", Plan::new,
            "think", Think::new,
            "tour", Tour::new,
            "fail", Fail::new,
            "crash", Crash::new);

    private PromptScript() {}

    /** Returns the steps of a prompt, in order; at least one. */
    static List<PromptStep> steps(String prompt) {
        List<PromptStep> steps = new ArrayList<>();
        boolean anyKnown = false;
        for (String part : SEPARATOR.split(prompt, -1)) {
            if (!part.isBlank()) {
                PromptStep known = step(part);
                anyKnown |= known != null;
                steps.add(known == null ? echo(part) : known);
            }
        }
        return anyKnown ? steps : List.of(echo(prompt));
    }

    /** Returns {@code AvailableCommand}s. */
    static List<Map<String, Object>> commands() {
        return COMMANDS;
    }

    private static @Nullable PromptStep step(String part) {
        String words = part.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (words.startsWith("/")) {
            words = words.substring(1).replace('-', ' ');
        }
        Matcher stream = STREAM.matcher(words);
        if (stream.matches()) {
            return stream(number(stream, 1, 0), number(stream, 2, 0), number(stream, 3, USUAL_CHUNK));
        }
        Supplier<PromptStep> step = STEPS.get(words);
        return step == null ? null : step.get();
    }

    private static PromptStep stream(int count, int millis, int bytes) {
        if (count < 1 || count > MOST_CHUNKS || millis > LONGEST_PAUSE_MILLIS || bytes > LARGEST_CHUNK) {
            return new Say("I stream 1 to " + MOST_CHUNKS + " chunks, at most " + LONGEST_PAUSE_MILLIS
                    + " ms apart, of at most " + LARGEST_CHUNK + " bytes.");
        }
        return new PromptStep.Stream(count, Duration.ofMillis(millis), bytes);
    }

    private static int number(Matcher matcher, int group, int standard) {
        return matcher.group(group) == null ? standard : Integer.parseInt(matcher.group(group));
    }

    private static PromptStep echo(String text) {
        return new Say(text.isBlank() ? "You said nothing." : "You said: " + text.strip());
    }

    private static Map<String, Object> command(String name, String description, @Nullable String hint) {
        return hint == null
                ? Json.members("name", name, "description", description)
                : Json.members("name", name, "description", description, "input", Json.members("hint", hint));
    }
}
