// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.runtime.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One prompt being answered. It does one act, waits until that is done, and does the next; so it never runs ahead of its listener
 * [5.1], and never holds the thread.
 *
 * <p>It ends once, with one response: when it has done everything, when it fails, or when it is cancelled, whatever it waits for.
 */
final class DemoTurn {
    /** Other tasks of the thread wait for so many acts at most. */
    private static final int BURST = 64;

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final DemoConnection connection;
    private final DemoThread thread;
    private final DemoSession session;
    private final String requestId;
    private final Iterator<PromptStep> steps;

    /** What is being done; the answer to a question goes before what was to follow. */
    private final Deque<Iterator<DemoAct>> acts = new ArrayDeque<>();

    private CompletableFuture<?> waiting = DONE;
    private boolean ended;

    DemoTurn(
            DemoConnection connection,
            DemoThread thread,
            DemoSession session,
            String requestId,
            List<PromptStep> steps) {
        this.connection = connection;
        this.thread = thread;
        this.session = session;
        this.requestId = requestId;
        this.steps = steps.iterator();
    }

    void start() {
        session.begin(this);
        next();
    }

    /** Ends the turn now, unless it has ended. */
    void cancel() {
        if (!ended) {
            end(JsonRpc.result(requestId, Json.members("stopReason", "cancelled")));
            waiting.cancel(false);
        }
    }

    private void next() {
        try {
            for (int done = 0; done < BURST && !ended; done++) {
                DemoAct act = nextAct();
                if (act == null) {
                    connection.tell(session, session.usage());
                    end(JsonRpc.result(requestId, Json.members("stopReason", "end_turn")));
                    return;
                }
                waiting = perform(act).toCompletableFuture();
                if (!waiting.isDone()) {
                    var unused = waiting.whenComplete((nothing, failure) -> thread.run(this::next));
                    return;
                }
            }
        } catch (AgentException e) {
            fail(String.valueOf(e.getMessage()));
        }
        if (!ended) {
            thread.run(this::next);
        }
    }

    private @Nullable DemoAct nextAct() {
        while (true) {
            Iterator<DemoAct> current = acts.peek();
            if (current != null && current.hasNext()) {
                return current.next();
            } else if (current != null) {
                acts.remove();
            } else if (steps.hasNext()) {
                acts.add(steps.next().acts(session));
            } else {
                return null;
            }
        }
    }

    private CompletionStage<?> perform(DemoAct act) {
        if (act instanceof DemoAct.Tell tell) {
            CompletionStage<Void> told = connection.tell(session, tell.update());
            session.record(tell.update());
            return told;
        } else if (act instanceof DemoAct.Pause pause) {
            return thread.pause(pause.time());
        } else if (act instanceof DemoAct.Ask ask) {
            CompletionStage<DemoPermission> answer = connection.ask(session, ask.toolCallId(), ask.title());
            answer.thenAccept(permission -> acts.push(ask.then().apply(permission)));
            return answer;
        } else if (act instanceof DemoAct.Fail fail) {
            fail(fail.sentence());
        } else {
            connection.end(new CloseReason(Code.AGENT_EXITED, "The agent exited with code 3."));
        }
        return DONE;
    }

    private void fail(String sentence) {
        end(JsonRpc.error(requestId, JsonRpc.INTERNAL_ERROR, sentence));
    }

    private void end(String response) {
        ended = true;
        session.endTurn();
        connection.say(response);
    }
}
