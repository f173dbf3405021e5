// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What all findings mean together.
 *
 * @param words one or two sentences for people
 * @param advice what whoever runs the network can do, each once
 * @param exitCode what the process ends with
 */
record Verdict(String words, List<String> advice, int exitCode) {
    /** All is well. */
    static final int WELL = 0;

    /** The gateway asks for other credentials. */
    static final int CREDENTIALS = 5;

    /** Nothing gets through. */
    static final int UNREACHABLE = 6;

    /** Something gets through, and not everything as it should. */
    static final int HINDERED = 7;

    private static final List<String> TRANSPORTS = List.of(WebSocketCheck.NAME, StreamCheck.NAME, PollCheck.NAME);

    /** Judges. Pure. */
    static Verdict of(List<Finding> findings) {
        List<String> advice = findings.stream()
                .map(Finding::advice)
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
        Finding reach = findings.get(0);
        if (reach.grade() == Grade.BROKEN) {
            boolean credentials = reach.advice().contains("token");
            return new Verdict(
                    (credentials ? "The gateway is there and refuses us. " : "The gateway cannot be reached. ")
                            + reach.words(),
                    advice,
                    credentials ? CREDENTIALS : UNREACHABLE);
        }
        List<Finding> faults = findings.stream()
                .filter(each -> each.grade() == Grade.BROKEN || each.grade() == Grade.HINDERED)
                .toList();
        if (faults.isEmpty()) {
            return new Verdict("This network lets everything through. " + working(findings), advice, WELL);
        }
        boolean works = TRANSPORTS.stream().anyMatch(name -> works(findings, name));
        String said = faults.stream().map(Finding::words).collect(Collectors.joining(" "));
        return new Verdict(
                said + " " + (works ? working(findings) : "No transport gets through."),
                advice,
                works ? HINDERED : UNREACHABLE);
    }

    /** Polling works although a cache stands in between: the client sees through it. SSE does not work without its headers. */
    private static boolean works(List<Finding> findings, String transport) {
        boolean headersLost = findings.stream()
                .anyMatch(each -> each.is(HeaderCheck.NAME, Grade.HINDERED)
                        && each.words().contains("SSE cannot work"));
        return findings.stream()
                .filter(each -> each.check().equals(transport))
                .anyMatch(each -> (each.grade() == Grade.GOOD || each.grade() == Grade.HINDERED)
                        && !(headersLost && transport.equals(StreamCheck.NAME)));
    }

    private static String working(List<Finding> findings) {
        List<String> working = new ArrayList<>();
        for (String transport : TRANSPORTS) {
            findings.stream()
                    .filter(each -> each.check().equals(transport) && works(findings, transport))
                    .map(each -> transport + " (" + each.millis() + " ms)")
                    .forEach(working::add);
        }
        return "Fairlead gets through by " + String.join(", then ", working) + ".";
    }
}
