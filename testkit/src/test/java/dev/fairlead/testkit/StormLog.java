// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.client.ConnectionState;
import dev.fairlead.runtime.client.StateListener;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** What the clients of a storm were told of their connections, and how their tries are spread. */
final class StormLog {
    private static final Duration BUCKET = Duration.ofMillis(100);
    private static final long FIRST_MILLIS = 100;
    private static final long MOST_MILLIS = 30_000;
    private static final int PARTS = 10;

    /** So far from what is expected chance does not come. */
    private static final int DEVIATIONS = 6;

    private record Entry(long nanos, String client, ConnectionState state) {
        boolean isTry() {
            return state instanceof ConnectionState.Reconnecting;
        }

        ConnectionState.Reconnecting next() {
            return (ConnectionState.Reconnecting) state;
        }
    }

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    /** Returns what listens to the connections of one connector, whose names are its own. */
    StateListener of(int connector) {
        return (name, state) -> entries.add(new Entry(System.nanoTime(), client(connector, name), state));
    }

    static String client(int connector, String name) {
        return connector + "/" + name;
    }

    long gaps() {
        return entries.stream()
                .filter(entry -> entry.state instanceof ConnectionState.Gap)
                .count();
    }

    /** Returns what one client was told, a line each. */
    String story(String client) {
        List<Entry> own =
                entries.stream().filter(entry -> entry.client.equals(client)).toList();
        return own.stream()
                .map(entry -> (entry.nanos - own.get(0).nanos) / 1_000_000 + " ms: " + entry.state)
                .collect(Collectors.joining("\n", "Client " + client + ":\n", "\n"));
    }

    /** Returns how many tries there were in each 100 ms, by the time since the first. */
    Map<Long, Integer> tries() {
        Map<Long, Integer> tries = new TreeMap<>();
        List<Long> times = entries.stream()
                .filter(Entry::isTry)
                .map(entry -> entry.nanos + entry.next().nextTry().toNanos())
                .sorted()
                .toList();
        times.forEach(
                time -> tries.merge((time - times.get(0)) / BUCKET.toNanos() * BUCKET.toMillis(), 1, Integer::sum));
        return tries;
    }

    /**
     * Asserts full jitter (wire.md 2.7): of each try by its number, and of all, the delays that the clients chose are spread evenly from
     * nothing to what its number allows. When the tries came, the machine decides too; what was chosen it does not.
     */
    void expectFullJitter() {
        Map<Integer, List<Double>> byNumber = entries.stream()
                .filter(Entry::isTry)
                .map(Entry::next)
                .filter(StormLog::isByChance)
                .collect(Collectors.groupingBy(
                        ConnectionState.Reconnecting::attempt,
                        Collectors.mapping(StormLog::shareOfTheMost, Collectors.toList())));
        byNumber.forEach((number, shares) -> expectEven("try " + number, shares));
        expectEven("all tries", byNumber.values().stream().flatMap(List::stream).toList());
    }

    /** Returns whether chance alone chose the delay: no server asked for it, and no move is under way. */
    private static boolean isByChance(ConnectionState.Reconnecting next) {
        return !next.why().contains("The server asks to wait") && !next.why().contains("was taken over");
    }

    /** Returns how much of the longest delay that its number allows was chosen. */
    private static double shareOfTheMost(ConnectionState.Reconnecting next) {
        long most = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(next.attempt() - 1, 16));
        return (double) next.nextTry().toMillis() / most;
    }

    private static void expectEven(String tries, List<Double> shares) {
        int[] parts = new int[PARTS];
        shares.forEach(share -> {
            assertTrue(share >= 0 && share <= 1, () -> tries + ": a delay is " + share + " of the longest");
            parts[(int) Math.min(PARTS - 1, share * PARTS)]++;
        });
        int all = shares.size();
        double mean = shares.stream().mapToDouble(share -> share).sum() / all;
        String found =
                tries + ": the mean is " + mean + " of the longest delay, its tenths have " + Arrays.toString(parts);
        assertTrue(Math.abs(mean - 0.5) <= DEVIATIONS * Math.sqrt(1.0 / 12 / all), found);
        double fair = (double) all / PARTS;
        double most = fair + DEVIATIONS * Math.sqrt(Math.max(fair, 1));
        assertTrue(Arrays.stream(parts).allMatch(part -> part <= most), found);
    }
}
