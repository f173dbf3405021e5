// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.JsonText;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** What the doctor says in the end: as a table with a verdict for people, or as JSON for tickets. */
record DoctorReport(URI uri, List<Finding> findings, Verdict verdict) {
    /** Returns the table, the verdict and the advice. */
    String text() {
        StringBuilder text = new StringBuilder(String.format("The way to %s%n%n", uri));
        for (Finding finding : findings) {
            text.append(String.format(
                    "%-18s %-9s %7d ms  %s%n",
                    finding.check(), finding.grade().word(), finding.millis(), finding.words()));
        }
        text.append(String.format("%n%s%n", verdict.words()));
        if (!verdict.advice().isEmpty()) {
            boolean reached = findings.get(0).grade() == Grade.GOOD;
            text.append(String.format("%n%s%n", reached ? "For whoever runs the network:" : "What to do:"));
            verdict.advice().forEach(line -> text.append(String.format("- %s%n", line)));
        }
        return text.toString();
    }

    /** Returns the same as one line of JSON. */
    String json() {
        return "{\"url\":" + JsonText.quote(uri.toString())
                + ",\"verdict\":" + JsonText.quote(verdict.words())
                + ",\"exitCode\":" + verdict.exitCode()
                + ",\"advice\":["
                + verdict.advice().stream().map(JsonText::quote).collect(Collectors.joining(","))
                + "],\"findings\":[" + findings.stream().map(Finding::json).collect(Collectors.joining(",")) + "]}";
    }
}
