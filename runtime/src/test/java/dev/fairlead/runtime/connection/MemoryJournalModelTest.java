// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.spi.Streams;
import java.util.List;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Does the same with a {@link MemoryJournal} and with a {@link ListJournal}, and compares all that can be seen. */
class MemoryJournalModelTest {
    private static final int MOST_EVENTS = 16;
    private static final int MOST_BYTES = 2000;
    private static final List<Streams> STREAMS =
            List.of(Streams.ALL, Streams.CONNECTION, Streams.session("a"), Streams.session("b"));

    private enum Kind {
        APPEND,
        DELIVER,
        ACKNOWLEDGE,
        SHED,
        DROP
    }

    /**
     * Something done to a journal.
     *
     * @param back how far before the end
     */
    record Act(Kind kind, Streams streams, int back, int size) {
        void on(Journal journal) {
            @Nullable String session = streams.sessionId();
            long upTo = journal.last() - back;
            switch (kind) {
                case APPEND -> journal.append(session, Rpc.sized(size));
                case DELIVER -> journal.delivered(streams, upTo);
                case ACKNOWLEDGE -> journal.acknowledged(streams, upTo);
                case SHED -> journal.shed();
                case DROP -> {
                    if (session != null) {
                        journal.drop(session);
                    }
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(30, Kind.APPEND),
                net.jqwik.api.Tuple.of(10, Kind.DELIVER),
                net.jqwik.api.Tuple.of(4, Kind.ACKNOWLEDGE),
                net.jqwik.api.Tuple.of(1, Kind.SHED),
                net.jqwik.api.Tuple.of(1, Kind.DROP));
        return Combinators.combine(
                        kinds,
                        Arbitraries.of(STREAMS),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(60, 400))
                .as(Act::new)
                .list()
                .ofMinSize(50)
                .ofMaxSize(200);
    }

    @Property(tries = 300)
    void behavesLikeAList(@ForAll("acts") List<Act> acts) {
        JournalBudget budget = new JournalBudget(Long.MAX_VALUE, 1);
        Journal journal = new MemoryJournal(MOST_EVENTS, MOST_BYTES, budget);
        Journal model = new ListJournal(MOST_EVENTS, MOST_BYTES);
        for (Act act : acts) {
            act.on(journal);
            act.on(model);
            assertSame(model, journal, act);
            assertEquals(journal.bytes(), budget.used());
        }
        journal.clear();
        assertEquals(0, budget.used());
    }

    private static void assertSame(Journal model, Journal journal, Act after) {
        String what = "after " + after;
        assertEquals(model.last(), journal.last(), what);
        assertEquals(model.size(), journal.size(), what);
        assertEquals(model.bytes(), journal.bytes(), what);
        assertEquals(model.isFull(), journal.isFull(), what);
        ToLongFunction<Streams> has = stream -> stream.equals(Streams.CONNECTION) ? journal.last() / 2 : 0;
        for (Streams streams : STREAMS) {
            String where = what + " on " + streams;
            assertEquals(model.undeliveredAfter(streams), journal.undeliveredAfter(streams), where);
            assertEquals(model.hasUndelivered(streams), journal.hasUndelivered(streams), where);
            for (long cursor = 0; cursor <= journal.last(); cursor += 7) {
                assertEquals(model.missed(streams, cursor, has), journal.missed(streams, cursor, has), where);
                assertEquals(
                        model.read(streams, cursor, 5, 500).size(),
                        journal.read(streams, cursor, 5, 500).size(),
                        where);
                assertEquals(
                        model.read(streams, cursor, 256, 100_000).stream()
                                .map(event -> event.sequence())
                                .toList(),
                        journal.read(streams, cursor, 256, 100_000).stream()
                                .map(event -> event.sequence())
                                .toList(),
                        where);
            }
        }
    }
}
