// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static dev.fairlead.transport.stdio.Dialled.command;
import static dev.fairlead.transport.stdio.Dialled.shell;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ends of agents, asked for or not. After each, nothing is left. */
@ExtendWith(NothingLeft.class)
class EndingIT {
    private static final CloseReason CLOSED_OUTPUT = exited("The agent closed its output.");
    private static final String LARGE =
            "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[\"" + "y".repeat(1 << 20) + "\"]}";

    @Test
    void reportsTheStatusOfAnAgentThatExits() throws Exception {
        assertEquals(
                exited("The agent exited with status 3."),
                shell("exit 3").open().awaitEnd());
        assertEquals(
                exited("The agent exited with status 0."),
                command("true").open().awaitEnd());
    }

    @Test
    void reportsTheSignalThatEndedAnAgent() throws Exception {
        assertEquals(
                exited("The agent was ended by signal 9."),
                shell("kill -9 $$").open().awaitEnd());
    }

    @Test
    void deliversWhatAnAgentSaidBeforeItsExit() throws Exception {
        Dialled agent = shell("seq 1 50000; printf last").open();

        agent.awaitEnd();

        assertEquals(50_001, agent.ear().lines.size());
        assertEquals("last", agent.ear().lines.get(50_000));
        assertEquals(List.of(), agent.ear().faults);
    }

    @Test
    void deliversTheLastWordsAtTheListenersPace() throws Exception {
        CompletableFuture<Void> demand = new CompletableFuture<>();
        Dialled agent = shell("echo $$; echo two; echo three")
                .patience("100 ms", "100 ms")
                .open(new Ear(() -> demand));
        long pid = agent.awaitPid();
        await().until(() -> !runs(pid));

        await().during(Duration.ofMillis(500)).until(() -> !agent.ear().closed().isDone());
        demand.complete(null);

        assertEquals(exited("The agent exited with status 0."), agent.awaitEnd());
        assertEquals(List.of("two", "three"), agent.ear().lines.subList(1, 3));
        assertEquals(List.of(), agent.ear().faults);
    }

    @Test
    void closesWithoutWaitingForAListenerThatIsStillBusy() throws Exception {
        Dialled agent = shell("echo one; echo two; exec cat").open(new Ear(CompletableFuture::new));
        agent.awaitLines(1);

        assertEquals(CloseReason.NORMAL, agent.end());
        assertEquals(List.of("one"), agent.ear().lines);
    }

    @Test
    void lettingGoOfAnExitedAgentDropsWhatNobodyWants() throws Exception {
        Dialled agent = shell("echo $$; echo two").patience("100 ms", "100 ms").open(new Ear(CompletableFuture::new));
        long pid = agent.awaitPid();
        await().until(() -> !runs(pid));
        await().until(() -> hasThread("agent-closing-"));

        assertEquals(exited("The agent exited with status 0."), agent.end());
        assertEquals(1, agent.ear().lines.size());
    }

    @Test
    void asksByTheEndOfStdinFirst(@TempDir Path directory) throws Exception {
        Dialled agent = shell("trap 'echo terminated > how; exit' TERM; cat; echo asked > how")
                .in(directory)
                .open();

        assertEquals(CloseReason.NORMAL, agent.end());
        assertEquals("asked\n", Files.readString(directory.resolve("how")));
    }

    @Test
    void terminatesAnAgentThatDoesNotExitWhenAsked(@TempDir Path directory) throws Exception {
        Dialled agent = shell("trap 'echo terminated > how; exit' TERM; echo up; while :; do sleep 0.02; done")
                .in(directory)
                .patience("100 ms", "1 min")
                .open();
        agent.awaitLines(1);

        assertEquals(CloseReason.NORMAL, agent.end());
        assertEquals("terminated\n", Files.readString(directory.resolve("how")));
    }

    @Test
    void killsAnAgentThatIgnoresTermination() throws Exception {
        Dialled agent = shell("trap '' TERM; echo $$; while :; do sleep 0.02; done")
                .patience("100 ms", "100 ms")
                .open();
        ProcessHandle process = agent.awaitProcess();

        assertEquals(CloseReason.NORMAL, agent.end());
        assertFalse(runs(process.pid()));
    }

    @Test
    void drainsAnAgentThatSpeaksToTheLast() throws Exception {
        Dialled agent = shell("echo up; cat; yes | head -c 1000000; exit 0").open();
        agent.awaitLines(1);

        assertEquals(CloseReason.NORMAL, agent.end());
        assertEquals(List.of("up"), agent.ear().lines);
    }

    @Test
    void endsAnAgentThatClosesItsOutputButLives() throws Exception {
        Dialled agent =
                shell("exec >&-; exec sleep 1000").patience("100 ms", "1 min").open();

        assertEquals(CLOSED_OUTPUT, agent.awaitEnd());
    }

    @Test
    void endsAnAgentThatClosesItsInputButLives() throws Exception {
        Dialled agent = shell("exec <&-; echo up; exec sleep 1000")
                .patience("100 ms", "1 min")
                .open();
        agent.awaitLines(1);

        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> agent.send(LARGE).get(10, TimeUnit.SECONDS));

        assertEquals(AgentException.class, failure.getCause().getClass());
        assertEquals(exited("The agent closed its input."), agent.awaitEnd());
    }

    @Test
    void endsAnAgentThatDoesNotReadInTheMiddleOfAWrite() throws Exception {
        Dialled agent =
                shell("echo up; exec sleep 1000").patience("100 ms", "1 min").open();
        agent.awaitLines(1);
        CompletableFuture<Void> written = agent.send(LARGE);
        await().during(Duration.ofMillis(200)).until(() -> !written.isDone());

        assertEquals(CloseReason.NORMAL, agent.end());
        assertThrows(ExecutionException.class, () -> written.get(10, TimeUnit.SECONDS));
    }

    @Test
    void refusesToWriteToWhatHasEnded() throws Exception {
        Dialled agent = command("cat").open();
        agent.end();

        assertThrows(ExecutionException.class, () -> agent.send(LARGE).get(10, TimeUnit.SECONDS));
    }

    @Test
    void keepsTheFirstOfSeveralReasons() throws Exception {
        Dialled agent = command("cat").open();

        agent.wire().close(CloseReason.SHUTDOWN);
        agent.wire().close(CloseReason.NORMAL);

        assertEquals(CloseReason.SHUTDOWN, agent.awaitEnd());
        agent.wire().close(CloseReason.NORMAL);
        assertEquals(List.of(), agent.ear().faults);
    }

    @Test
    void endsWhatTheAgentStarted() throws Exception {
        Dialled agent = shell("sh -c 'sleep 1000 & echo $!; wait' & wait")
                .patience("100 ms", "1 min")
                .open();
        ProcessHandle grandchild = agent.awaitProcess();

        assertEquals(CloseReason.NORMAL, agent.end());
        assertFalse(runs(grandchild.pid()));
    }

    @Test
    void endsWhatHasLeftTheAgentsSessionAndPipes() throws Exception {
        Dialled agent = shell("setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo $!; exec cat")
                .patience("1 min", "100 ms")
                .open();
        ProcessHandle daemon = agent.awaitProcess();

        assertEquals(CloseReason.NORMAL, agent.end());
        assertFalse(runs(daemon.pid()));
    }

    @Test
    void endsWhatAnExitedAgentLeftBehind() throws Exception {
        Dialled agent = shell("setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo $!; exit 3")
                .patience("1 min", "100 ms")
                .open();

        assertEquals(exited("The agent exited with status 3."), agent.awaitEnd());
        assertFalse(runs(agent.awaitPid()));
    }

    @RepeatedTest(10)
    void findsWhatIsBeingLoadedAtThatMoment(@TempDir Path directory) throws Exception {
        Path again = Files.writeString(directory.resolve("again"), "#!/bin/sh\nexec \"$0\"\n");
        assertTrue(again.toFile().setExecutable(true));
        Dialled agent = shell("setsid ./again </dev/null >/dev/null 2>&1 & echo $!; exit 3")
                .in(directory)
                .patience("1 min", "100 ms")
                .open();

        assertEquals(exited("The agent exited with status 3."), agent.awaitEnd());
        assertFalse(runs(agent.awaitPid()));
    }

    @Test
    void doesNotWaitForeverForAGrandchildThatHoldsStdout() throws Exception {
        Dialled agent = shell("sleep 1000 & echo $!; exit 3")
                .patience("1 min", "100 ms")
                .open();

        assertEquals(exited("The agent exited with status 3."), agent.awaitEnd());
        assertFalse(runs(agent.awaitPid()));
        assertEquals(List.of(), agent.ear().faults);
    }

    @Test
    void killsAGrandchildThatIgnoresTermination() throws Exception {
        Dialled agent = shell("sh -c 'trap \"\" TERM; echo $$; while :; do sleep 0.02; done' & read end")
                .patience("100 ms", "100 ms")
                .open();
        ProcessHandle grandchild = agent.awaitProcess();

        assertEquals(CloseReason.NORMAL, agent.end());
        assertFalse(runs(grandchild.pid()));
    }

    @Test
    void reportsTheEndEvenIfAStrangerHoldsStdout() throws Exception {
        try (LogRecord log = LogRecord.of("dev.fairlead.transport.stdio", Level.WARN)) {
            Dialled agent = shell("env -i setsid sleep 1000 & echo $!; read end; exit 3")
                    .patience("100 ms", "100 ms")
                    .open();
            ProcessHandle stranger = agent.awaitProcess();
            try {
                await().until(() -> stranger.info().command().orElse("").endsWith("sleep"));
                ProcessHandle.of(pidOf(agent)).orElseThrow().destroyForcibly();

                assertEquals(exited("The agent was ended by signal 9."), agent.awaitEnd());
                assertTrue(
                        log.lines().get(1).contains("holds its pipes open"),
                        log.lines().toString());
            } finally {
                stranger.destroyForcibly();
            }
        }
    }

    @Test
    void leavesNothingOfAHundredAgentsAtOnce() throws Exception {
        List<Ear> ears = Stream.generate(Ear::new).limit(100).toList();
        List<CompletableFuture<Void>> closes = ears.stream()
                .map(ear -> command("cat").begin(ear).thenAccept(wire -> wire.close(CloseReason.NORMAL)))
                .toList();

        CompletableFuture.allOf(closes.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        for (Ear ear : ears) {
            assertEquals(CloseReason.NORMAL, ear.closed().get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void leavesNothingOfAStartThatNobodyWaitsFor() throws Exception {
        Ear ear = new Ear();
        CompletableFuture<Wire> dial = command("cat").begin(ear);
        if (!dial.cancel(true)) {
            dial.join().close(CloseReason.NORMAL);
        }

        assertEquals(CloseReason.NORMAL, ear.closed().get(20, TimeUnit.SECONDS));
    }

    @Test
    void outlivesAListenerThatThrows() throws Exception {
        try (LogRecord log = LogRecord.of("dev.fairlead.transport.stdio", Level.ERROR)) {
            Dialled agent = shell("echo one; echo two; exec cat").open(new Ear(() -> {
                throw new IllegalStateException("broken");
            }));

            assertEquals(Code.INTERNAL, agent.awaitEnd().code());
            assertEquals(1, log.lines().size());
        }
    }

    private static CloseReason exited(String detail) {
        return new CloseReason(Code.AGENT_EXITED, detail);
    }

    private static long pidOf(Dialled agent) {
        return Long.parseLong(agent.wire().peer().address().substring("pid ".length()));
    }

    private static boolean hasThread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith(name));
    }

    /** Returns whether a process runs; one that its parent has yet to collect does not. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }
}
