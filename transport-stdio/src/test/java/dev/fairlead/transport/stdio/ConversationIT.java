// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static dev.fairlead.transport.stdio.Dialled.command;
import static dev.fairlead.transport.stdio.Dialled.shell;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is said between the gateway and an agent that lives. */
@ExtendWith(NothingLeft.class)
class ConversationIT {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}";

    @Test
    void carriesMessagesBothWaysInOrder() throws Exception {
        Dialled agent = command("cat").open();
        List<String> sent = IntStream.range(0, 1000)
                .mapToObj(i -> "{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"grüße/✓\"}")
                .toList();

        for (int i = 0; i < 1000; i += 10) {
            List<Event> batch = sent.subList(i, i + 10).stream()
                    .map(json -> new Event(1, null, Message.of(json)))
                    .toList();
            agent.wire().write(batch).toCompletableFuture().get(10, TimeUnit.SECONDS);
        }

        assertEquals(sent, agent.awaitLines(1000));
        agent.end();
        assertEquals(List.of(), agent.ear().faults);
    }

    @Test
    void carriesALargeMessageBothWays() throws Exception {
        Dialled agent = command("cat").open();
        String large = "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{\"text\":\"" + "y".repeat(10 << 20) + "\"}}";

        agent.send(large).get(10, TimeUnit.SECONDS);

        assertEquals(List.of(large), agent.awaitLines(1));
        agent.end();
    }

    @Test
    void handsArgumentsOverWithoutAShell() throws Exception {
        Dialled agent = command("printf", "%s\n", "$HOME; exit `1` \"x\" *").open();

        assertEquals(List.of("$HOME; exit `1` \"x\" *"), agent.awaitLines(1));
        agent.awaitEnd();
    }

    @Test
    void addsToTheEnvironmentOfTheGateway() throws Exception {
        Dialled agent = shell("echo \"$COLOUR of ${PATH:+path}\"")
                .with("COLOUR", "grün")
                .open();

        assertEquals(List.of("grün of path"), agent.awaitLines(1));
        agent.awaitEnd();
    }

    @Test
    void runsTheAgentInItsDirectory(@TempDir Path directory) throws Exception {
        Dialled agent = shell("pwd -P").in(directory).open();

        assertEquals(List.of(directory.toRealPath().toString()), agent.awaitLines(1));
        agent.awaitEnd();
    }

    @Test
    void namesTheProcessAsThePeer() throws Exception {
        Dialled agent = shell("echo $$; exec cat").open();

        assertEquals(
                new Peer("stdio", "pid " + agent.awaitProcess().pid(), Peer.ANONYMOUS),
                agent.wire().peer());
        agent.end();
    }

    @Test
    void tellsAnAgentNoNotices() throws Exception {
        Dialled agent = command("cat").open();

        agent.wire().tell(new Notice.Heartbeat()).toCompletableFuture().get(10, TimeUnit.SECONDS);
        agent.send(PING).get(10, TimeUnit.SECONDS);

        assertEquals(List.of(PING), agent.awaitLines(1));
        agent.end();
    }

    @Test
    void passesOverBlankLinesAndCarriageReturns() throws Exception {
        Dialled agent = shell("printf '{\"a\":1}\\r\\n\\r\\n  \\n{\"b\":2}\\n'").open();

        agent.awaitEnd();
        assertEquals(List.of("{\"a\":1}", "{\"b\":2}"), agent.ear().lines);
    }

    @Test
    void skipsALineOverTheLimitAndSaysHowLongItWas() throws Exception {
        try (LogRecord log = LogRecord.of("dev.fairlead.transport.stdio", Level.WARN)) {
            Dialled agent = shell("echo before; head -c 100000000 /dev/zero; echo; echo after; exec cat")
                    .limit(1 << 20)
                    .open();

            assertEquals(List.of("before", "after"), agent.awaitLines(2));
            agent.end();
            assertEquals(
                    List.of("WARN The agent wrote a line of 100000000 bytes, which is skipped: at most 1048576 are"
                            + " allowed. transport=stdio "
                            + agent.wire().peer().address().replace(' ', '=')),
                    log.lines());
        }
    }

    @Test
    void readsNothingMoreUntilTheListenerWantsIt() throws Exception {
        AtomicReference<CompletableFuture<Void>> demand = new AtomicReference<>(new CompletableFuture<>());
        Dialled agent = shell("seq 1 200000; exec cat").open(new Ear(demand::get));

        agent.awaitLines(1);
        await().during(Duration.ofMillis(300)).until(() -> agent.ear().lines.size() == 1);
        CompletableFuture<Void> first = demand.getAndSet(CompletableFuture.completedFuture(null));
        first.complete(null);

        assertEquals(
                IntStream.rangeClosed(1, 200_000).mapToObj(Integer::toString).toList(), agent.awaitLines(200_000));
        agent.end();
        assertEquals(List.of(), agent.ear().faults);
    }

    @Test
    void keepsAWriteOpenUntilTheAgentReads(@TempDir Path directory) throws Exception {
        Dialled agent = shell("while [ ! -e go ]; do sleep 0.02; done; exec cat")
                .in(directory)
                .open();
        String large = "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[\"" + "y".repeat(1 << 20) + "\"]}";

        CompletableFuture<Void> written = agent.send(large);
        await().during(Duration.ofMillis(300)).until(() -> !written.isDone());
        Files.createFile(directory.resolve("go"));

        written.get(10, TimeUnit.SECONDS);
        assertEquals(List.of(large), agent.awaitLines(1));
        agent.end();
    }

    @Test
    void copiesStderrToTheLogAndNeverHoldsTheAgentUp() throws Exception {
        try (LogRecord log = LogRecord.of("dev.fairlead.agent", Level.INFO)) {
            Dialled agent = shell("yes 123456789 | head -c 10000000 >&2; echo ready; exec cat")
                    .open();

            agent.awaitLines(1);
            agent.end();

            List<String> lines = log.lines();
            assertEquals(1_000_000, lines.size());
            assertTrue(lines.get(999_999).startsWith("INFO 123456789 transport=stdio pid="), lines.get(999_999));
        }
    }

    @Test
    void completesTheDialBeforeTheFirstMessage() throws Exception {
        AtomicReference<CompletableFuture<?>> dial = new AtomicReference<>();
        CompletableFuture<Boolean> openAtFirst = new CompletableFuture<>();
        CompletableFuture<Void> dialled = new CompletableFuture<>();
        Ear ear = new Ear(() -> {
            dialled.join();
            openAtFirst.complete(dial.get().isDone());
            return CompletableFuture.completedStage(null);
        });

        dial.set(shell("echo first").begin(ear));
        dialled.complete(null);

        assertTrue(openAtFirst.get(10, TimeUnit.SECONDS));
        ear.closed().get(10, TimeUnit.SECONDS);
        assertFalse(dial.get().isCompletedExceptionally());
    }
}
