// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

/** Chapter 5 of the contract. */
public interface DemandRules extends WireFixture {
    /** While the stage of a message is open, the next does not come. */
    @Rule("5.1")
    default void theNextMessageWaitsForTheListener() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.far().pace(Ear.Pace.HELD);
            var write = crossing.write(Crossing.text(0, 100), Crossing.text(1, 100), Crossing.text(2, 100));
            crossing.awaitExactly(1, "A second message came while the stage of the first was open.");
            crossing.far().goOn();
            crossing.awaitAll();
            var unused = crossing.outcome(write);
        }
    }

    /** A write is taken by the medium, not by a queue before it. */
    @Rule("5.2")
    default void aWriteStaysOpenWhileNobodyReads() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.far().pace(Ear.Pace.HELD);
            var unused = crossing.fill();
        }
    }

    /** The medium stops while the listener does, and loses nothing by it. */
    @Rule("5.3")
    default void theMediumGoesOnWhenTheListenerDoes() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.far().pace(Ear.Pace.HELD);
            var write = crossing.fill();
            crossing.far().goOn();
            var unused = crossing.outcome(write);
            crossing.awaitAll();
        }
    }
}
