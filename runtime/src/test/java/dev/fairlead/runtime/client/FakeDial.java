// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.NoAnswer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One dialling, and the wire that comes of it; the test is the gateway at its other end. */
final class FakeDial implements Wire {
    final DialContext context;
    final CompletableFuture<Wire> wire = new CompletableFuture<>();
    final List<Event> written = new ArrayList<>();
    final List<Notice> told = new ArrayList<>();
    final List<CloseReason> closes = new ArrayList<>();

    /** Is what the next write is answered with. */
    CompletionStage<Void> taking = CompletableFuture.completedStage(null);

    FakeDial(DialContext context) {
        this.context = context;
    }

    /** Answers as a Fairlead that has accepted so many messages. */
    FakeDial attach(String connectionId, long received) {
        context.listener()
                .onNotice(new Notice.Attached(connectionId, received, Duration.ofSeconds(15), MessageLimits.STANDARD));
        return open();
    }

    /** Answers as a server that is none. */
    FakeDial open() {
        wire.complete(this);
        return this;
    }

    void refuse(Code code, String detail) {
        refuse(new CloseReason(code, detail));
    }

    /** Fails as a transport does of which the JDK has said why. */
    void refuse(IOException failure) {
        wire.completeExceptionally(NoAnswer.as("The dialling", failure));
    }

    void refuse(CloseReason reason) {
        wire.completeExceptionally(new AgentException(reason, null));
    }

    /** Says something to the client. */
    CompletionStage<Void> say(long sequence, String json) {
        return context.listener().onMessage(sequence, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Breaks the link. */
    void cut() {
        end(CloseReason.LINK_LOST);
    }

    void end(CloseReason reason) {
        context.listener().onClosed(reason);
    }

    /** Returns the numbers of what was written. */
    List<Long> sequences() {
        return written.stream().map(Event::sequence).toList();
    }

    List<String> texts() {
        return written.stream().map(event -> event.message().text()).toList();
    }

    @Override
    public Peer peer() {
        return new Peer("fake", "192.0.2.1:443", Peer.ANONYMOUS);
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        written.addAll(batch);
        return taking;
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        told.add(notice);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close(CloseReason reason) {
        closes.add(reason);
        if (closes.size() == 1) {
            context.listener().onClosed(reason);
        }
    }
}
