// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set: its key, what its text means, its default and a sentence that explains it.
 *
 * <p>Declared as a constant by whoever reads it, so that an unknown key can be refused and the configuration file can explain every
 * known one.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    private static final Duration LONGEST = Duration.ofDays(365);

    private final String key;
    private final String standard;
    private final String explanation;
    private final Function<String, T> reading;

    private Setting(String key, String standard, String explanation, Function<String, T> reading) {
        this.key = key;
        this.standard = standard;
        this.explanation = explanation;
        this.reading = reading;
    }

    /** Declares a setting with a reading of its own; the function throws {@link IllegalArgumentException} with what it expects. */
    public static <T> Setting<T> of(String key, String standard, String explanation, Function<String, T> reading) {
        return new Setting<>(key, standard, explanation, reading);
    }

    /** Declares a text; an empty one means none. */
    public static Setting<String> text(String key, String standard, String explanation) {
        return of(key, standard, explanation, text -> text);
    }

    /** Declares a list of texts, separated by commas. */
    public static Setting<List<String>> list(String key, String standard, String explanation) {
        return of(
                key,
                standard,
                explanation,
                text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList());
    }

    /** Declares a yes or no: {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String key, String standard, String explanation) {
        return of(key, standard, explanation, text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        });
    }

    /** Declares a whole number within bounds. */
    public static Setting<Integer> count(String key, String standard, int least, int most, String explanation) {
        return of(key, standard, explanation, text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // the sentence below says it
            }
            throw new IllegalArgumentException("a whole number from " + least + " to " + most);
        });
    }

    /** Declares a size in bytes, from 1 to 2047 MiB: {@code 64 KiB}, {@code 16MiB}, {@code 500}. */
    public static Setting<Integer> bytes(String key, String standard, String explanation) {
        return of(key, standard, explanation, text -> {
            long factor = 0;
            Matcher amount = AMOUNT.matcher(text);
            if (amount.matches()) {
                factor = switch (amount.group(2).toLowerCase(Locale.ROOT)) {
                    case "", "b" -> 1;
                    case "kib", "k" -> 1 << 10;
                    case "mib", "m" -> 1 << 20;
                    case "gib", "g" -> 1 << 30;
                    default -> 0;
                };
                long number = Long.parseLong(amount.group(1));
                if (factor > 0 && number > 0 && number <= Integer.MAX_VALUE / factor) {
                    return (int) (number * factor);
                }
            }
            throw new IllegalArgumentException("a size from 1 byte to 2047 MiB, such as 64 KiB or 16 MiB");
        });
    }

    /** Declares a time, at most a year: {@code 250 ms}, {@code 15s}, {@code 5 min}, {@code 2 h}. */
    public static Setting<Duration> duration(String key, String standard, String explanation) {
        return of(key, standard, explanation, text -> {
            Matcher amount = AMOUNT.matcher(text);
            ChronoUnit unit = amount.matches() ? unit(amount.group(2)) : null;
            if (unit != null) {
                Duration time = Duration.of(Long.parseLong(amount.group(1)), unit);
                if (time.compareTo(LONGEST) <= 0) {
                    return time;
                }
            }
            throw new IllegalArgumentException("a time such as 250 ms, 15 s, 5 min or 2 h, at most 8760 h");
        });
    }

    private static @Nullable ChronoUnit unit(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "min", "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> null;
        };
    }

    /** Returns the key: lower case, words by dashes, rooms by dots. */
    public String key() {
        return key;
    }

    /** Returns the text that holds where nothing is set. */
    public String standard() {
        return standard;
    }

    /** Returns one sentence for the configuration file. */
    public String explanation() {
        return explanation;
    }

    /**
     * Reads a text.
     *
     * @throws AgentException {@link Code#CONFIGURATION}, naming the key, the text and what is expected
     */
    public T read(String text) {
        try {
            return reading.apply(text.strip());
        } catch (IllegalArgumentException e) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "Setting " + key + " has the value '" + text + "'; it must be " + e.getMessage() + ".",
                    e);
        }
    }
}
