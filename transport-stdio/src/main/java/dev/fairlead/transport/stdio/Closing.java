// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import dev.fairlead.api.CloseReason;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The end of an agent: its stdin is closed, then it is terminated, then killed, and with it all that it started.
 *
 * <p>What the agent had written before it exited by itself reaches the listener first, at the listener's pace.
 */
final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);
    private static final long SHORTEST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    private final AgentProcess agent;
    private final Pipes pipes;
    private final Patience patience;
    private final CloseReason reason;
    private final boolean asked;
    private boolean killing;

    /**
     * Creates the closing of an agent.
     *
     * @param reason why, as far as is known
     * @param asked whether the reason stands even if the agent exits by itself
     */
    Closing(AgentProcess agent, Pipes pipes, Patience patience, CloseReason reason, boolean asked) {
        this.agent = agent;
        this.pipes = pipes;
        this.patience = patience;
        this.reason = reason;
        this.asked = asked;
    }

    /** Ends the agent; returns why it ended, when nothing of it is left. Blocks. */
    CloseReason run() {
        CloseReason end = reason;
        try {
            agent.tree().follow(); // whom it started must be known before it exits
            pipes.stdin().close();
            boolean gone = awaitGone(patience.terminateAfter());
            if (!asked && agent.hasExited()) {
                end = agent.exit();
            }
            report(end);
            if (!gone && !terminated() && !killed()) {
                reportLeft();
            }
            pipes.stdout().awaitLastCall(LONGEST_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            agent.tree().kill(); // nobody who knows this thread interrupts it; who does wants no waiting
        } catch (RuntimeException e) {
            log.error("Ending the agent failed; something of it may be left. transport=stdio pid={}", agent.pid(), e);
        }
        return end;
    }

    private boolean terminated() throws InterruptedException {
        agent.tree().terminate();
        return awaitGone(patience.killAfter());
    }

    private boolean killed() throws InterruptedException {
        killing = true;
        agent.tree().kill();
        return awaitGone(patience.killAfter());
    }

    /** Waits for the exit, and then for what outlives it; returns whether nothing is left. */
    private boolean awaitGone(Duration atMost) throws InterruptedException {
        if (!agent.awaitExit(atMost)) {
            return false;
        }
        long start = System.nanoTime();
        long pause = SHORTEST_PAUSE_MILLIS;
        while (!restIsGone()) {
            if (System.nanoTime() - start > patience.killAfter().toNanos()) {
                return false;
            }
            Thread.sleep(pause); // Java can wait for its own children only
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        return true;
    }

    private boolean restIsGone() {
        if (killing) {
            agent.tree().kill(); // what was being started when the others were killed
        }
        return pipes.haveEnded() && agent.tree().isGone();
    }

    private void report(CloseReason end) {
        log.atLevel(asked ? Level.DEBUG : Level.WARN)
                .log(
                        "{} skipped-lines={} transport=stdio pid={}",
                        end.detail(),
                        pipes.stdout().skipped(),
                        agent.pid());
    }

    private void reportLeft() {
        log.warn(
                "The agent is closed, but something that it started could not be ended or holds its pipes open."
                        + " left={} transport=stdio pid={}",
                agent.tree().running().stream().map(ProcessHandle::pid).toList(),
                agent.pid());
    }
}
