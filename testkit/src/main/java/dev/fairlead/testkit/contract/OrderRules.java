// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.spi.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Chapter 2 of the contract. */
public interface OrderRules extends WireFixture {
    /** What is written in batches of all sizes is heard in its order. */
    @Rule("2.1")
    default void messagesAreHeardInTheOrderInWhichTheyWereGiven() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            for (int size : List.of(1, 2, 3, 256, 1, 100, 7)) {
                int first = crossing.sent().size();
                crossing.send(IntStream.range(first, first + size)
                        .mapToObj(number -> Crossing.text(number, 100 + number % 50))
                        .toArray(String[]::new));
            }
            crossing.awaitAll();
        }
    }

    /** Where the medium carries numbers, they are those of the events. */
    @Rule("2.2")
    default void sequencesAreThoseOfTheEventsOrNone() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            crossing.send(Crossing.text(0, 100), Crossing.text(1, 100));
            crossing.send(Crossing.text(2, 100));
            crossing.awaitAll();
            List<Long> sequences = crossing.far().messages().stream()
                    .map(heard -> heard.sequence)
                    .toList();
            if (!sequences.equals(List.of(1L, 2L, 3L)) && !sequences.equals(List.of(0L, 0L, 0L))) {
                throw new Breach("2.2", "Events 1, 2 and 3 were heard as " + sequences + ".");
            }
        }
    }

    /** A gap is told where it is. */
    @Rule("2.3")
    default void aNoticeStandsBetweenTheEventsAroundIt() throws Exception {
        try (Crossing crossing = Crossing.of(this)) {
            Notice gap = new Notice.Gap(1, 1, "The contract says so.");
            crossing.send(Crossing.text(0, 100));
            crossing.tell(gap);
            crossing.send(Crossing.text(1, 100));
            crossing.awaitAll();
            List<Object> heard = new ArrayList<>();
            for (Object one : crossing.far().heard()) {
                if (one instanceof Ear.Heard message) {
                    heard.add(message.text());
                } else if (one.equals(gap)) {
                    heard.add("the gap");
                }
            }
            if (!Objects.equals(
                    heard,
                    List.of(crossing.sent().get(0), "the gap", crossing.sent().get(1)))) {
                throw new Breach("2.3", "A gap told between two messages was heard so: " + heard);
            }
        }
    }
}
