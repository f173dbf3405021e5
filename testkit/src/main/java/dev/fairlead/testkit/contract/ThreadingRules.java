// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.Notice;

/** Chapter 1 of the contract, as far as it binds a wire. */
public interface ThreadingRules extends WireFixture {
    /** Messages, notices and the end reach a listener one after the other. */
    @Rule("1.2")
    default void callsOfAListenerDoNotOverlap() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.far().pace(Ear.Pace.LATER);
            for (int i = 0; i < 100; i++) {
                crossing.send(Crossing.text(3 * i, 90), Crossing.text(3 * i + 1, 90), Crossing.text(3 * i + 2, 90));
                if (i % 10 == 0) {
                    crossing.tell(new Notice.Heartbeat());
                }
            }
            crossing.awaitAll();
        }
    }

    /** A write returns although nobody reads, and so does the end. */
    @Rule("1.3")
    default void noCallWaitsForAPeerThatDoesNotRead() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.far().pace(Ear.Pace.HELD);
            var unused = crossing.fill();
            crossing.close(CloseReason.NORMAL);
        }
    }

    /** The wire may be closed from another thread while a write is under way, which then completes. */
    @Rule("1.4")
    default void theEndMayComeWhileAWriteIsUnderWay() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.far().pace(Ear.Pace.HELD);
            var write = crossing.fill();
            crossing.close(CloseReason.NORMAL);
            crossing.far().goOn();
            crossing.awaitEnd(crossing.near());
            var unused = crossing.outcome(write);
        }
    }
}
