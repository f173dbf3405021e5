// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import java.util.stream.IntStream;

/** Chapter 3 of the contract. */
public interface OnceRules extends WireFixture {
    /** A batch of the greatest size is neither cut short nor repeated. */
    @Rule("3.1")
    default void eachEventOfABatchIsHeardOnce() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(IntStream.range(0, 256)
                    .mapToObj(number -> Crossing.text(number, 250))
                    .toArray(String[]::new));
            crossing.send(Crossing.text(256, 1 << 20));
            crossing.awaitAll();
        }
    }

    /** The stage of each write completes: while messages are taken, and when the link breaks. */
    @Rule("3.2")
    default void eachStageCompletes() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(Crossing.text(0, 100));
            crossing.far().pace(Ear.Pace.HELD);
            var write = crossing.fill();
            crossing.cut();
            var unused = crossing.outcome(write);
        }
    }

    /** A listener that takes its time hears each message once. */
    @Rule("3.3")
    default void eachMessageReachesASlowListenerOnce() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.far().pace(Ear.Pace.LATER);
            for (int i = 0; i < 50; i++) {
                crossing.send(Crossing.text(2 * i, 3000), Crossing.text(2 * i + 1, 50));
            }
            crossing.awaitAll();
        }
    }
}
