// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.JsonText;
import dev.fairlead.api.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One client of the demo agent.
 *
 * <p>The methods of {@link AgentConnection} may be called from any thread; all others belong to the agent's thread.
 */
final class DemoConnection implements AgentConnection {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final String id;
    private final AgentContext context;
    private final DemoThread thread;
    private final DemoSessions sessions;
    private final DemoMethods methods;
    private final DemoOutbox outbox;

    /** Questions that the client has not answered, by the JSON text of their ids. */
    private final Map<String, CompletableFuture<DemoPermission>> asked = new HashMap<>();

    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private long questions;
    private boolean closing;

    DemoConnection(String id, AgentContext context, DemoThread thread, DemoSessions sessions) {
        this.id = id;
        this.context = context;
        this.thread = thread;
        this.sessions = sessions;
        this.methods = new DemoMethods(this, thread, sessions);
        this.outbox = new DemoOutbox(context.listener(), thread);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        if (!thread.run(() -> take(message, taken))) {
            taken.completeExceptionally(gone());
        }
        return taken;
    }

    /** Cancels what runs; ends when the listener has taken what was said, at the latest after a second. */
    @Override
    public CompletionStage<CloseReason> close(CloseReason reason) {
        thread.run(() -> {
            if (!closing) {
                closing = true;
                sessions.release(this);
                CompletableFuture<Void> over = thread.pause(LINGER);
                var unused = over.whenComplete((nothing, failure) -> end(reason));
                outbox.emptied().thenRun(() -> over.complete(null));
            }
        });
        return closed;
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return closed;
    }

    /** Ends the connection now, unless it has ended. */
    void end(CloseReason reason) {
        if (closed.isDone()) {
            return;
        }
        closing = true;
        outbox.close();
        sessions.release(this);
        List.copyOf(asked.values()).forEach(question -> question.cancel(false));
        context.listener().onClosed(reason);
        closed.complete(reason);
    }

    /**
     * Says a line.
     *
     * @return completes when the next one may be said
     * @throws AgentException if the line is larger than a message may be
     */
    CompletionStage<Void> say(String line) {
        return outbox.put(Message.read(line.getBytes(StandardCharsets.UTF_8), context.limits()));
    }

    /** Says an update of a session, as {@link #say} does. */
    CompletionStage<Void> tell(DemoSession session, String update) {
        return say("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":"
                + JsonText.quote(session.id()) + ",\"update\":" + update + "}}");
    }

    /** Asks the user for permission; who cancels the result no longer wants to know. */
    CompletionStage<DemoPermission> ask(DemoSession session, String toolCallId, String title) {
        String questionId = Long.toString(questions++);
        CompletableFuture<DemoPermission> answer = new CompletableFuture<>();
        asked.put(questionId, answer);
        var unused = answer.whenComplete((permission, cancelled) -> asked.remove(questionId));
        say(JsonRpc.request(
                questionId, "session/request_permission", DemoPermission.question(session.id(), toolCallId, title)));
        return answer;
    }

    private void take(Message message, CompletableFuture<Void> taken) {
        if (closing) {
            taken.completeExceptionally(gone());
            return;
        }
        Envelope envelope = message.envelope();
        switch (envelope.kind()) {
            case REQUEST -> methods.answer(message);
            case NOTIFICATION -> methods.hear(envelope);
            case RESULT, ERROR -> {
                CompletableFuture<DemoPermission> question = asked.get(envelope.id());
                if (question != null) {
                    question.complete(DemoPermission.of(message));
                }
            }
        }
        outbox.room().thenRun(() -> taken.complete(null));
    }

    private AgentException gone() {
        CloseReason reason = closed.getNow(CloseReason.NORMAL);
        return new AgentException(reason.code(), "The message was not sent. " + reason.detail());
    }
}
