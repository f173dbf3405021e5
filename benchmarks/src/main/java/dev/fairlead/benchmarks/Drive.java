// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Measures over real sockets. Arguments: the names of trials, none for all; {@code --tiny} to see only that they start.
 *
 * <p>Prints progress to stderr and a table in Markdown to stdout.
 */
public final class Drive {
    static final List<Trial> TRIALS = List.of(
            WayDown.webSocket(1),
            WayDown.webSocket(100),
            WayDown.webSocketCode(1),
            WayDown.webSocketCode(100),
            WayDown.sse(1),
            WayDown.sse(100),
            WayDown.sseCode(1),
            WayDown.sseCode(100),
            new ChildDrain("line"),
            new ChildDrain("block"),
            new AddedLatency(),
            new PostAndStream(),
            new WebSocketEcho(),
            new Negotiation(),
            new BlackHole(),
            new Allocation(),
            new StalledReader(),
            new IdleHeap(),
            new StartUp());

    private Drive() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(arguments));
        Rounds rounds = words.remove("--tiny") ? Rounds.TINY : Rounds.FULL;
        Set<String> chosen = Set.copyOf(words);
        List<Figure> figures = new ArrayList<>();
        for (Trial trial : TRIALS) {
            if (chosen.isEmpty() || chosen.contains(trial.name())) {
                System.err.print(trial.name() + " ");
                List<Figure> measured = trial.run(rounds);
                System.err.println();
                measured.forEach(System.err::println);
                figures.addAll(measured);
            }
        }
        System.out.println(Figure.TABLE_HEAD);
        figures.forEach(System.out::println);
        System.exit(0);
    }
}
