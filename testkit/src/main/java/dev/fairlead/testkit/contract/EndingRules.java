// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.opentest4j.TestAbortedException;

/** Chapter 6 of the contract. */
public interface EndingRules extends WireFixture {
    /** Both ends are told once, whichever began it; a {@link Crossing} holds the rest of the rule in every test. */
    @Rule("6.1")
    default void theEndIsToldOnceAtBothEnds() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(Crossing.text(0, 100));
            crossing.awaitAll();
            crossing.close(CloseReason.NORMAL);
            crossing.awaitEnd(crossing.near());
            crossing.awaitEnd(crossing.far());
        }
        try (Crossing crossing = Crossing.of(this)) {
            crossing.leave(CloseReason.NORMAL);
            crossing.awaitEnd(crossing.near());
            crossing.awaitEnd(crossing.far());
        }
        try (Crossing crossing = Crossing.of(this)) {
            CompletableFuture<Void> leaving = CompletableFuture.runAsync(() -> {
                try {
                    crossing.leave(CloseReason.NORMAL);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            crossing.close(CloseReason.NORMAL);
            leaving.join();
        }
    }

    /** A listener that takes nothing more is told the end; not while it is called. */
    @Rule("6.2")
    default void theEndNeedsNoDemand() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.far().pace(Ear.Pace.HELD);
            var unused = crossing.write(Crossing.text(0, 100));
            crossing.awaitExactly(1, "A message came that nobody sent.");
            crossing.leave(CloseReason.NORMAL);
            crossing.close(CloseReason.NORMAL);
            crossing.awaitEnd(crossing.far());
        }
        try (Crossing crossing = Crossing.of(this)) {
            crossing.far().duringNextMessage(() -> crossing.endBesides(Duration.ofMillis(100)));
            var unused = crossing.write(Crossing.text(0, 100));
            crossing.awaitEnd(crossing.far());
        }
    }

    /** The reason of the first call is told. */
    @Rule("6.3")
    default void onlyTheFirstCloseCounts() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.close(CloseReason.SUPERSEDED);
            crossing.close(CloseReason.SHUTDOWN);
            crossing.close(CloseReason.NORMAL);
            Code told = crossing.awaitEnd(crossing.near()).code();
            if (told != Code.SUPERSEDED) {
                throw new Breach("6.3", "A wire closed as superseded, then again as others, told " + told.text() + ".");
            }
        }
    }

    /** Neither a thread nor a child process stays. */
    @Rule("6.4")
    default void nothingIsLeft() throws Exception {
        Crossing.of(this).close(); // what is shared by all has begun
        Remains before = Remains.now();
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(Crossing.text(0, 100));
            crossing.awaitAll();
        }
        List<String> left = before.left(patience());
        if (!left.isEmpty()) {
            throw new Breach("6.4", "Something is left of a medium that has ended: " + String.join(", ", left) + ".");
        }
    }

    /** What does not open fails its stage with a reason, and tells its listener nothing. */
    @Rule("6.5")
    default void whatDoesNotOpenLeavesNothing() throws Exception {
        Ear ear = new Ear();
        CompletionStage<Wire> dial = openInVain(ear);
        if (dial == null) {
            throw new TestAbortedException("This end is not dialled.");
        }
        CompletableFuture<Wire> opened = dial.toCompletableFuture();
        if (!Crossing.isDone(opened, patience())) {
            throw new Breach("6.5", "Dialling what is not there neither failed nor succeeded.");
        }
        Throwable failure = opened.handle((wire, why) -> why).join();
        if (!(failure instanceof AgentException)
                && !(failure instanceof CompletionException wrapped && wrapped.getCause() instanceof AgentException)) {
            throw new Breach("6.5", "Dialling what is not there must fail with an AgentException; it gave: " + failure);
        }
        if (ear.end() != null || !ear.heard().isEmpty()) {
            throw new Breach("6.5", "The listener of a wire that did not open was called.");
        }
    }

    /** After a cut writes fail, and the end is told without further calls. */
    @Rule("6.6")
    default void aFailedWriteIsFollowedByTheEnd() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(Crossing.text(0, 100));
            crossing.cut();
            crossing.writeUntilItFails();
            crossing.awaitEnd(crossing.near());
        }
    }

    /** Who ends on purpose is heard to do so; who hears nothing of the kind knows that the link was cut. */
    @Rule("6.7")
    default void anEndOnPurposeIsNoCut() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(Crossing.text(0, 100));
            crossing.tell(new Notice.End(CloseReason.SHUTDOWN));
            crossing.close(CloseReason.SHUTDOWN);
            Code told = crossing.awaitEnd(crossing.far()).code();
            if (told == Code.LINK_LOST) {
                throw new Breach("6.7", "An end on purpose was heard at the other end as " + told.text() + ".");
            }
        }
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(Crossing.text(0, 100));
            crossing.cut();
            for (Ear end : List.of(crossing.near(), crossing.far())) {
                Code told = crossing.awaitEnd(end).code();
                if (told != Code.LINK_LOST) {
                    throw new Breach("6.7", "A cut was heard as " + told.text() + ".");
                }
            }
        }
    }
}
