// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.testkit.ConformanceCheck.Level;
import dev.fairlead.testkit.ConformanceResult.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The results of all checks, in the order in which they were tried.
 *
 * @param results one for each check
 */
public record ConformanceReport(List<ConformanceResult> results) {

    /** Takes an immutable copy. */
    public ConformanceReport {
        results = List.copyOf(results);
    }

    /** Returns what does not hold. */
    public List<ConformanceResult> failures() {
        return results.stream().filter(each -> each.outcome() == Outcome.FAIL).toList();
    }

    /** Returns whether every MUST and SHOULD that could be tried holds. */
    public boolean holds() {
        return failures().stream().allMatch(each -> each.check().level() == Level.EXTENSION);
    }

    /** Returns a table of the checks for each level, one of the sums, and the verdict. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Level level : Level.values()) {
            text.append(String.format("%s%n%n", level));
            at(level).forEach(result -> text.append(line(result)));
            text.append(System.lineSeparator());
        }
        text.append(String.format("%-11s%6s%6s%9s%n", "", "pass", "fail", "skipped"));
        for (Level level : Level.values()) {
            text.append(String.format(
                    "%-11s%6d%6d%9d%n",
                    level, count(level, Outcome.PASS), count(level, Outcome.FAIL), count(level, Outcome.SKIPPED)));
        }
        return text.append(String.format("%n%s%n", verdict())).toString();
    }

    private static String line(ConformanceResult result) {
        String outcome = result.outcome() == Outcome.FAIL
                ? "FAIL"
                : result.outcome().name().toLowerCase(Locale.ROOT);
        String line = String.format("  %-8s %s%n", outcome, result.check().id());
        return result.why().isEmpty()
                ? line
                : line
                        + String.format(
                                "           %s (%s)%n           %s%n",
                                result.check().requirement(), result.check().row(), result.why());
    }

    private String verdict() {
        long must = count(Level.MUST, Outcome.FAIL);
        long should = count(Level.SHOULD, Outcome.FAIL);
        long extension = count(Level.EXTENSION, Outcome.FAIL);
        if (must > 0) {
            return "A plain client cannot rely on this server: MUST does not hold " + times(must) + ".";
        }
        if (should > 0) {
            return "A plain client can rely on this server, but SHOULD does not hold " + times(should) + ".";
        }
        return "A plain client can rely on this server: all that could be tried of MUST and SHOULD holds."
                + (extension > 0 ? " What Fairlead adds does not hold " + times(extension) + "." : "");
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    private List<ConformanceResult> at(Level level) {
        return results.stream().filter(each -> each.check().level() == level).toList();
    }

    private long count(Level level, Outcome outcome) {
        return at(level).stream().filter(each -> each.outcome() == outcome).count();
    }

    /** Returns the same as one line of JSON. */
    public String json() {
        return results.stream()
                .map(ConformanceReport::json)
                .collect(Collectors.joining(
                        ",",
                        "{\"holds\":" + holds() + ",\"verdict\":" + Json.quote(verdict()) + ",\"results\":[",
                        "]}" + System.lineSeparator()));
    }

    private static String json(ConformanceResult result) {
        ConformanceCheck check = result.check();
        return "{\"id\":" + Json.quote(check.id())
                + ",\"level\":" + Json.quote(check.level().name().toLowerCase(Locale.ROOT))
                + ",\"outcome\":" + Json.quote(result.outcome().name().toLowerCase(Locale.ROOT))
                + ",\"requirement\":" + Json.quote(check.requirement())
                + ",\"row\":" + Json.quote(check.row())
                + ",\"why\":" + Json.quote(result.why()) + "}";
    }

    /** Returns the sums and three tables in Markdown: what does not hold, what was not tried, what holds. */
    public String markdown() {
        return sums()
                + "\n"
                + table("Does not hold", Outcome.FAIL, "what was seen")
                + table("Not tried", Outcome.SKIPPED, "why")
                + table("Holds", Outcome.PASS, "");
    }

    private String table(String title, Outcome outcome, String lastColumn) {
        boolean withWhy = !lastColumn.isEmpty();
        StringBuilder text = new StringBuilder("\n## " + title + "\n\n");
        text.append("| check | level | requirement | wire.md |").append(withWhy ? " " + lastColumn + " |" : "");
        text.append("\n|---|---|---|---|").append(withWhy ? "---|" : "").append('\n');
        for (ConformanceResult result : results) {
            if (result.outcome() == outcome) {
                ConformanceCheck check = result.check();
                text.append("| `").append(check.id()).append("` | ").append(check.level());
                text.append(" | ").append(cell(check.requirement()));
                text.append(" | ").append(cell(check.row())).append(" |");
                text.append(withWhy ? " " + cell(result.why()) + " |" : "").append('\n');
            }
        }
        return text.toString();
    }

    private String sums() {
        StringBuilder sums = new StringBuilder();
        for (Level level : Level.values()) {
            sums.append(sums.isEmpty() ? "" : " · ").append(level).append(": ");
            for (Outcome outcome : Outcome.values()) {
                sums.append(outcome == Outcome.PASS ? "" : ", ")
                        .append(count(level, outcome))
                        .append(' ')
                        .append(outcome.name().toLowerCase(Locale.ROOT));
            }
        }
        return sums.toString();
    }

    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
    }
}
