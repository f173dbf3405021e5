// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One test's way from the near end to the far one. Numbers what is sent, waits no longer than the fixture's patience, and holds the
 * ears against the rules when it is closed.
 */
final class Crossing implements AutoCloseable {
    /** How long something that must not come is waited for. */
    private static final Duration QUIET = Duration.ofMillis(200);

    /** How long a method that does not block may take on a busy machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    /** What no medium holds between two ends of one machine. */
    private static final int MOST_HELD = 64 << 20;

    private final Ear near = new Ear();
    private final Ear far = new Ear();
    private final Duration patience;
    private final Ends ends;
    private final List<String> sent = new ArrayList<>();
    private long sequence;

    private Crossing(WireFixture fixture, MessageLimits limits) throws Exception {
        patience = fixture.patience();
        ends = fixture.open(new Opening(near, far, limits));
    }

    static Crossing of(WireFixture fixture) throws Exception {
        return of(fixture, MessageLimits.STANDARD);
    }

    static Crossing of(WireFixture fixture, MessageLimits limits) throws Exception {
        return new Crossing(fixture, limits);
    }

    Ear near() {
        return near;
    }

    Ear far() {
        return far;
    }

    /** Returns a message that names its number and is about that long. */
    static String text(int number, int bytes) {
        String head =
                "{\"jsonrpc\":\"2.0\",\"method\":\"contract/message\",\"params\":{\"n\":" + number + ",\"fill\":\"";
        return head + "x".repeat(Math.max(0, bytes - head.length() - 3)) + "\"}}";
    }

    /** Returns what was sent so far. */
    List<String> sent() {
        return List.copyOf(sent);
    }

    /** Sends a batch and waits until the medium has taken it. */
    void send(String... texts) throws Exception {
        await(write(texts), "The stage of a write did not complete");
    }

    /** Sends a batch; the one before must have been taken [1.1]. */
    CompletableFuture<Void> write(String... texts) throws Exception {
        List<Event> batch = new ArrayList<>();
        for (String text : texts) {
            sent.add(text);
            batch.add(new Event(++sequence, null, Message.of(text)));
        }
        return promptly("write", () -> ends.wire().write(List.copyOf(batch))).toCompletableFuture();
    }

    /** Writes one message object twice. */
    void sendAgain(String text) throws Exception {
        Message message = Message.of(text);
        for (int i = 0; i < 2; i++) {
            sent.add(text);
            Event event = new Event(++sequence, null, message);
            await(promptly("write", () -> ends.wire().write(List.of(event))), "The stage of a write did not complete");
        }
    }

    /** Writes on a broken link until a write fails. */
    void writeUntilItFails() throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (near.end() == null) {
            CompletableFuture<Void> write = write(text(sent.size(), 1000));
            if (outcome(write) != null) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new Breach(
                        "6.6", "Writes on a link that was cut still succeed after " + patience.toSeconds() + " s.");
            }
            near.awaitEnd(Duration.ofMillis(10));
        }
    }

    /** Ends both ends from other threads, and stays a little after that. */
    void endBesides(Duration stay) {
        try {
            leave(CloseReason.NORMAL);
            close(CloseReason.NORMAL);
            isDone(new CompletableFuture<>(), stay);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void tell(Notice notice) throws Exception {
        await(
                promptly("tell", () -> ends.wire().tell(notice)).toCompletableFuture(),
                "The stage of a notice did not complete");
    }

    /** Writes until a write stays open, and returns its stage; the far ear must hold. */
    CompletableFuture<Void> fill() throws Exception {
        long held = 0;
        while (held < MOST_HELD) {
            CompletableFuture<Void> write = write(text(sent.size(), 60 << 10));
            if (!isDone(write, QUIET)) {
                return write;
            }
            held += 60 << 10;
        }
        throw new Breach(
                "5.2",
                "Writes of " + (held >> 20)
                        + " MiB completed while nobody read: they wait somewhere in place of being on the medium,"
                        + " or the other end reads on while its listener takes nothing [5.3].");
    }

    void close(CloseReason reason) throws Exception {
        promptly("close", () -> {
            ends.wire().close(reason);
            return true;
        });
    }

    void leave(CloseReason reason) throws Exception {
        promptly("close", () -> {
            ends.leave(reason);
            return true;
        });
    }

    void cut() {
        ends.cut();
    }

    /** Calls a method that must not block. */
    private static <T> T promptly(String name, Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread caller = new Thread(
                () -> {
                    try {
                        result.complete(call.call());
                    } catch (Exception e) {
                        result.completeExceptionally(e);
                    }
                },
                "contract-caller");
        caller.setDaemon(true);
        caller.start();
        try {
            return result.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Breach("1.3", "A call of " + name + " did not return within " + AT_ONCE.toSeconds() + " s.");
        } catch (ExecutionException e) {
            throw new AssertionError("A call of " + name + " threw; it must fail its stage instead.", e.getCause());
        }
    }

    /** Waits for a stage that must complete well. */
    private void await(CompletionStage<Void> stage, String otherwise) throws InterruptedException {
        CompletableFuture<Void> future = stage.toCompletableFuture();
        if (!isDone(future, patience)) {
            throw new Breach("3.2", otherwise + " within " + patience.toSeconds() + " s.");
        }
        try {
            future.join();
        } catch (CompletionException e) {
            throw new AssertionError("The stage of a write failed on a link that was not broken.", e.getCause());
        }
    }

    /** Waits for a stage, and returns what it failed with, or null if it completed well. */
    @Nullable Throwable outcome(CompletableFuture<Void> stage) throws InterruptedException {
        if (!isDone(stage, patience)) {
            throw new Breach(
                    "3.2", "The stage of a write did not complete within " + patience.toSeconds() + " s of the end.");
        }
        return stage.handle((done, failure) -> failure).join();
    }

    static boolean isDone(CompletableFuture<?> stage, Duration atMost) throws InterruptedException {
        try {
            stage.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
        return true;
    }

    /** Waits until all that was sent has been heard, and holds it against what was sent. */
    void awaitAll() throws InterruptedException {
        far.awaitMessages(sent.size(), patience);
        compare();
        far.awaitMessages(sent.size() + 1, QUIET);
        compare();
    }

    private void compare() {
        List<String> texts = far.messages().stream().map(Ear.Heard::text).toList();
        for (int place = 0; place < Math.min(texts.size(), sent.size()); place++) {
            if (!texts.get(place).equals(sent.get(place))) {
                throw differing(place, texts);
            }
        }
        if (texts.size() < sent.size()) {
            throw new Breach(
                    "3.1",
                    texts.size() + " of " + sent.size() + " messages came within " + patience.toSeconds() + " s.");
        }
        if (texts.size() > sent.size()) {
            throw new Breach("3.1", texts.size() + " messages were heard where " + sent.size() + " were sent.");
        }
    }

    private Breach differing(int place, List<String> texts) {
        String text = texts.get(place);
        int meant = sent.indexOf(text);
        if (meant < 0) {
            return new Breach("7.1", "Message " + (place + 1) + " was changed on its way: " + brief(text));
        }
        if (meant < place) {
            return new Breach("3.1", "Message " + (meant + 1) + " was heard twice.");
        }
        return texts.contains(sent.get(place))
                ? new Breach("2.1", "Message " + (meant + 1) + " was heard before message " + (place + 1) + ".")
                : new Breach("3.1", "Message " + (place + 1) + " was lost.");
    }

    private static String brief(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }

    /** Waits for a number of messages, and for one more that must not come. */
    void awaitExactly(int count, String otherwise) throws InterruptedException {
        if (!far.awaitMessages(count, patience)) {
            throw new Breach(
                    "3.1",
                    far.messages().size() + " of " + count + " messages came within " + patience.toSeconds() + " s.");
        }
        if (far.awaitMessages(count + 1, QUIET)) {
            throw new Breach("5.1", otherwise);
        }
    }

    /** Waits for the end of one end; returns why it ended. */
    CloseReason awaitEnd(Ear ear) throws InterruptedException {
        if (!ear.awaitEnd(patience)) {
            throw new Breach(
                    "6.1",
                    (ear == near ? "The near" : "The far") + " listener was not told the end within "
                            + patience.toSeconds() + " s.");
        }
        return Objects.requireNonNull(ear.end());
    }

    /** Ends everything; afterwards no more may be heard, and both ends must have been told so. */
    @Override
    public void close() throws IOException {
        far.goOn();
        ends.close();
        try {
            awaitEnd(near);
            awaitEnd(far);
            far.awaitMessages(Integer.MAX_VALUE, Duration.ofMillis(20)); // what comes late is a breach
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while a wire ended.", e);
        }
        Stream.of(near, far).flatMap(ear -> ear.breaches().stream()).findFirst().ifPresent(breach -> {
            throw breach;
        });
    }
}
