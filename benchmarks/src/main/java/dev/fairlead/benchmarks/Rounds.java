// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long is measured, and how often: many short rounds, so that what else the machine does meets both sides alike.
 *
 * @param warmUps the rounds of each side that do not count, before those that do
 * @param count the rounds of each side that count
 * @param millis the length of a round, behind a third of it to warm up
 * @param clients the most clients of a trial
 */
record Rounds(int warmUps, int count, int millis, int clients) {
    /** What is published. The gateway's code is warm after some twenty rounds: before, the compiler wants a part of the processors. */
    static final Rounds FULL = new Rounds(24, 15, 500, 10_000);

    /** Just enough to see that everything starts. */
    static final Rounds TINY = new Rounds(0, 1, 30, 5);

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(20);

    /** One side of a comparison: opens what it needs, measures, closes it. */
    interface Side {
        /** Returns figures, each of them comparable with the other side's of the same place. */
        double[] measure(Rounds rounds) throws Exception;
    }

    /**
     * What came out, place by place.
     *
     * @param ratio ours to theirs of the same round
     * @param excess ours without theirs of the same round
     */
    record Outcome(Spread ours, Spread theirs, Spread ratio, Spread excess) {}

    /** Lets two sides alternate; who is first alternates too: A, B, B, A. */
    List<Outcome> compare(Side ours, Side theirs) throws Exception {
        List<double[]> a = new ArrayList<>();
        List<double[]> b = new ArrayList<>();
        for (int round = -warmUps; round < count; round++) {
            boolean oursFirst = round % 2 == 0;
            double[] first = (oursFirst ? ours : theirs).measure(this);
            double[] second = (oursFirst ? theirs : ours).measure(this);
            if (round >= 0) {
                a.add(oursFirst ? first : second);
                b.add(oursFirst ? second : first);
            }
            tick();
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int place = 0; place < a.get(0).length; place++) {
            outcomes.add(outcome(column(a, place), column(b, place)));
        }
        return outcomes;
    }

    private static Outcome outcome(double[] ours, double[] theirs) {
        double[] ratio = new double[ours.length];
        double[] excess = new double[ours.length];
        for (int round = 0; round < ours.length; round++) {
            ratio[round] = ours[round] / theirs[round];
            excess[round] = ours[round] - theirs[round];
        }
        return new Outcome(Spread.of(ours), Spread.of(theirs), Spread.of(ratio), Spread.of(excess));
    }

    private static double[] column(List<double[]> rounds, int place) {
        return rounds.stream().mapToDouble(figures -> figures[place]).toArray();
    }

    /** Measures one side alone. */
    Spread repeat(Side side) throws Exception {
        double[] figures = new double[count];
        for (int round = -warmUps; round < count; round++) {
            double figure = side.measure(this)[0];
            if (round >= 0) {
                figures[round] = figure;
            }
            tick();
        }
        return Spread.of(figures);
    }

    private static void tick() {
        System.err.print('.');
        System.err.flush();
    }

    /**
     * Returns how much a count grows in a second, and in a second of this process's CPU time, once it has begun to, and after warming
     * up. The second figure hardly changes when others want the CPU too.
     */
    double[] rates(LongSupplier count) throws InterruptedException {
        warmUp(count);
        long before = count.getAsLong();
        long start = System.nanoTime();
        long cpu = PROCESS.getProcessCpuTime();
        pause(count);
        double grown = count.getAsLong() - before;
        return new double[] {
            grown * 1e9 / (System.nanoTime() - start), grown * 1e9 / (PROCESS.getProcessCpuTime() - cpu)
        };
    }

    /** Waits until a count grows, and some time more. */
    void warmUp(LongSupplier count) throws InterruptedException {
        awaitMoreThan(0, count);
        TimeUnit.MILLISECONDS.sleep(millis / 3);
    }

    /** Lets a round pass; it lasts longer if nothing has come at its end. */
    void pause(LongSupplier count) throws InterruptedException {
        long before = count.getAsLong();
        TimeUnit.MILLISECONDS.sleep(millis);
        awaitMoreThan(before, count);
    }

    private static void awaitMoreThan(long before, LongSupplier count) throws InterruptedException {
        long start = System.nanoTime();
        while (count.getAsLong() == before) {
            if (System.nanoTime() - start > LONGEST_SILENCE) {
                throw new IllegalStateException("Nothing came within 20 seconds.");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Returns the same for what starts a JVM in each round, where nothing is warmed up but the machine's own memory of files. */
    Rounds cold() {
        return new Rounds(Math.min(warmUps, 1), count, millis, clients);
    }

    /** Returns the same with longer rounds, fewer of them: for what needs many values a round. */
    Rounds longer() {
        return new Rounds((warmUps + 1) / 2, (count + 1) / 2, 3 * millis, clients);
    }

    /** Returns the same with shorter rounds, more of them: for sides that stay open, and one slow moment of the machine spoils. */
    Rounds shorter() {
        return new Rounds(warmUps, 20 * count, millis / 5, clients);
    }
}
