// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.testkit.ConformanceCheck.Level;
import dev.fairlead.testkit.ConformanceResult.Outcome;
import java.util.List;
import java.util.Locale;

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

    /** Returns a line for each check, and a line with the sums. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (ConformanceResult result : results) {
            text.append(String.format(
                    "%-7s %-9s %s%n",
                    result.outcome(), result.check().level(), result.check().id()));
            if (!result.why().isEmpty()) {
                text.append("                  ")
                        .append(result.check().requirement())
                        .append(System.lineSeparator());
                text.append("                  ").append(result.why()).append(System.lineSeparator());
            }
        }
        return text.append(sums()).append(System.lineSeparator()).toString();
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
                long count = results.stream()
                        .filter(each -> each.check().level() == level && each.outcome() == outcome)
                        .count();
                sums.append(outcome == Outcome.PASS ? "" : ", ")
                        .append(count)
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
