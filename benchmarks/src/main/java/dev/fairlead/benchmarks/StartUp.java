// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** From the start of a JVM until its gateway listens; against bare Undertow in the same JVM, on the same class path. */
final class StartUp implements Trial {
    private static final double TARGET = 2;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        List<Rounds.Outcome> outcomes = rounds.cold().compare(any -> start("fairlead"), any -> start("bare"));
        return List.of(
                figure("start to listening", outcomes.get(0)), figure("start to listening, CPU", outcomes.get(1)));
    }

    private static Figure figure(String what, Rounds.Outcome outcome) {
        return Figure.atMost(
                what,
                Spread.number("%.0f ms", outcome.ours().median()),
                "bare Undertow " + Spread.number("%.0f ms", outcome.theirs().median()),
                outcome.ratio(),
                TARGET,
                "");
    }

    /** Returns the milliseconds until the server takes a connection: by the clock, and of CPU time. */
    private static double[] start(String server) throws IOException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(
                        Child.java(),
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        Child.classPath(),
                        IdleServer.class.getName(),
                        server)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(answers.readLine())).close();
            double millis = (System.nanoTime() - begun) / 1e6;
            Duration cpu = process.info().totalCpuDuration().orElseThrow();
            return new double[] {millis, cpu.toMillis()};
        } finally {
            process.destroyForcibly();
        }
    }
}
