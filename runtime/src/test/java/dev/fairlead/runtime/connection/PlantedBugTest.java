// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The test of the simulation: bugs that it must find, each for the right reason. */
class PlantedBugTest {
    private static final long STEPS = 300_000;

    private static void isFound(PlantedBug bug, String words) {
        AssertionError found = assertThrows(AssertionError.class, () -> Simulation.run(1, STEPS, bug));
        String said = String.valueOf(found.getMessage());
        assertTrue(said.matches("(?s).*(" + words + ").*"), said);
        assertTrue(said.contains("-Dsimulation.seed="), said);
    }

    @Test
    void findsAJournalThatTrimsOneTooFar() {
        isFound(
                journal(right -> new ForwardingJournal(right) {
                    @Override
                    public void acknowledged(Streams streams, long upTo) {
                        super.delivered(streams, upTo + 1);
                        super.acknowledged(streams, upTo + 1);
                    }
                }),
                "more was forgotten than up to");
    }

    @Test
    void findsAJournalThatLosesAnEvent() {
        isFound(
                journal(right -> new ForwardingJournal(right) {
                    @Override
                    public List<Event> read(Streams streams, long after, int maxEvents, int maxBytes) {
                        return super.read(streams, after, maxEvents, maxBytes).stream()
                                .filter(event -> event.sequence() % 50 != 0)
                                .toList();
                    }
                }),
                "event \\d+ is lost|event \\d+ is owed|before event");
    }

    @Test
    void findsAJournalThatRepeatsAnEvent() {
        isFound(
                journal(right -> new ForwardingJournal(right) {
                    @Override
                    public List<Event> read(Streams streams, long after, int maxEvents, int maxBytes) {
                        return super.read(
                                streams, after % 50 == 0 ? Math.max(0, after - 1) : after, maxEvents, maxBytes);
                    }
                }),
                "doubled or out of order");
    }

    @Test
    void findsAJournalThatIsNeverFull() {
        isFound(
                journal(right -> new ForwardingJournal(right) {
                    @Override
                    public boolean isFull() {
                        return false;
                    }
                }),
                "the journal has \\d+ (events|bytes)");
    }

    @Test
    void findsAJournalThatForgetsWhatNobodyHas() {
        isFound(
                journal(right -> new ForwardingJournal(right) {
                    @Override
                    public Event append(@Nullable String sessionId, Message message) {
                        Event event = super.append(sessionId, message);
                        if (event.sequence() % 50 == 0) {
                            super.delivered(Streams.ALL, event.sequence());
                            super.acknowledged(Streams.ALL, event.sequence());
                        }
                        return event;
                    }
                }),
                "forgotten before|is lost|is owed");
    }

    @Test
    void findsTwoPostsInTheWrongOrder() {
        isFound(
                new PlantedBug() {
                    @Override
                    public long number(long right) {
                        return right % 10 == 8 ? right + 1 : right % 10 == 9 ? right - 1 : right;
                    }
                },
                "out of order|came before");
    }

    @Test
    void findsAWakeUpThatIsForgotten() {
        AtomicInteger tasks = new AtomicInteger();
        isFound(
                new PlantedBug() {
                    @Override
                    public Executor delivery(Executor right) {
                        return task -> {
                            if (tasks.incrementAndGet() % 100 != 0) {
                                right.execute(task);
                            }
                        };
                    }
                },
                "nobody wakes");
    }

    /** A bug of the journal alone. */
    private static PlantedBug journal(UnaryOperator<Journal> bug) {
        return new PlantedBug() {
            @Override
            public Journal journal(Journal right) {
                return bug.apply(right);
            }
        };
    }
}
