// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.FakeTransport;
import dev.fairlead.runtime.Logged;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportRegistryTest {
    private static final Target TARGET = new Target.Address(URI.create("http://127.0.0.1:7340/acp"));

    private final Logged log = Logged.by(TransportRegistry.class);
    private final TransportRegistry registry = new TransportRegistry();

    @AfterEach
    void readNoMoreOfTheLog() {
        log.close();
    }

    private List<String> ids() {
        return registry.all().stream().map(Transport::id).toList();
    }

    /** A transport that says its id and rank in that way. */
    private static Transport saying(Supplier<String> id, Supplier<Integer> rank) {
        return new Transport() {
            @Override
            public String id() {
                return id.get();
            }

            @Override
            public int rank() {
                return rank.get();
            }
        };
    }

    private static <T> Supplier<T> failing(String sentence) {
        return () -> {
            throw new IllegalStateException(sentence);
        };
    }

    private void assertSkipped(Transport transport, String sentence) {
        FakeTransport other = FakeTransport.of("sse");

        assertFalse(registry.add(transport));
        assertTrue(registry.add(other));
        assertEquals(List.of(other), registry.all());
        assertEquals(
                List.of("WARN Transport " + transport.getClass().getName() + " is skipped: " + sentence), log.lines());
    }

    @Test
    void hasTheBestFirst() {
        registry.add(FakeTransport.of("polling").ranked(100));
        registry.add(FakeTransport.of("websocket").ranked(300));
        registry.add(FakeTransport.of("sse").ranked(200));

        assertEquals(List.of("websocket", "sse", "polling"), ids());
    }

    @Test
    void hasThoseOfEqualRankInTheOrderOfTheirIds() {
        registry.add(FakeTransport.of("b").ranked(200));
        registry.add(FakeTransport.of("c").ranked(200));
        registry.add(FakeTransport.of("a").ranked(200));

        assertEquals(List.of("a", "b", "c"), ids());
    }

    @Test
    void ranksTheLowestAndTheHighestRightly() {
        registry.add(FakeTransport.of("last").ranked(Integer.MIN_VALUE));
        registry.add(FakeTransport.of("first").ranked(Integer.MAX_VALUE));

        assertEquals(List.of("first", "last"), ids());
    }

    @Test
    void skipsOneThatThrowsWhenAskedForItsId() {
        assertSkipped(saying(failing("no id"), () -> 1), "it does not say what it is: no id");
    }

    @Test
    void skipsOneThatThrowsWhenAskedForItsRank() {
        assertSkipped(saying(() -> "bad", failing("no rank")), "it does not say what it is: no rank");
    }

    @Test
    void skipsOneWhoseClassesAreNotThere() {
        assertSkipped(
                saying(
                        () -> {
                            throw new NoClassDefFoundError("org/example/Codec");
                        },
                        () -> 1),
                "it does not say what it is: org/example/Codec");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSE", "1x", "-x", "a b", "a.b", "a_b", "a\n", "a23456789012345678901234567890123"})
    void skipsOneWithABadId(String id) {
        assertSkipped(FakeTransport.of(id), "its id '" + id + "' is not lower-case letters, digits and dashes.");
    }

    @ParameterizedTest
    @NullSource
    void skipsOneWithoutAnId(String id) {
        assertFalse(registry.add(FakeTransport.of(id)));
        assertEquals(List.of(), ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "sse-legacy", "h2", "a2345678901234567890123456789012"})
    void takesOneWithAGoodId(String id) {
        assertTrue(registry.add(FakeTransport.of(id)));
        assertEquals(List.of(id), ids());
    }

    @Test
    void skipsOneWhoseIdIsTaken() {
        FakeTransport first = FakeTransport.of("sse").ranked(1);

        assertTrue(registry.add(first));
        assertFalse(registry.add(FakeTransport.of("sse").ranked(2)));

        assertEquals(List.of(first), registry.all());
        assertEquals(
                List.of("WARN Transport " + FakeTransport.class.getName()
                        + " is skipped: there is another with the id 'sse'."),
                log.lines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen.port", "transport.sse.retry", "transport.badly.retry", "transport.bad"})
    void skipsOneWithTheSettingOfAnother(String key) {
        assertSkipped(
                FakeTransport.of("bad").reading(key),
                "it does not say what it is: Setting " + key + " does not begin with transport.bad.");
    }

    @Test
    void takesOneWithSettingsOfItsOwn() {
        assertTrue(registry.add(FakeTransport.of("good").reading("transport.good.retry")));
        assertEquals(List.of(), log.lines());
    }

    @Test
    void showsASnapshotThatDoesNotChange() {
        FakeTransport sse = FakeTransport.of("sse");
        registry.add(sse);
        List<Transport> before = registry.all();

        registry.add(FakeTransport.of("polling"));
        registry.remove(sse);

        assertEquals(List.of(sse), before);
        assertEquals(List.of("polling"), ids());
        assertThrows(UnsupportedOperationException.class, () -> registry.all().clear());
    }

    @Test
    void givesTheIdOfOneThatLeftToAnother() {
        FakeTransport first = FakeTransport.of("sse");
        FakeTransport second = FakeTransport.of("sse");
        registry.add(first);
        registry.remove(second);
        assertSame(first, registry.all().get(0));

        registry.remove(first);
        registry.remove(first);

        assertTrue(registry.add(second));
        assertSame(second, registry.all().get(0));
    }

    @Test
    void returnsThoseThatAreNamedTheBestFirst() {
        FakeTransport polling = FakeTransport.of("polling").ranked(100);
        FakeTransport sse = FakeTransport.of("sse").ranked(200);
        FakeTransport websocket = FakeTransport.of("websocket").ranked(300);
        List.of(polling, sse, websocket).forEach(registry::add);

        assertEquals(List.of(websocket, polling), registry.named(List.of("polling", "websocket", "polling")));
        assertEquals(List.of(websocket, sse, polling), registry.named(List.of()));
    }

    @Test
    void saysWhatIsMissingWhenThereIsNoneAtAll() {
        AgentException refusal = assertThrows(AgentException.class, () -> registry.named(List.of("sse")));

        assertEquals(
                "There is no transport 'sse'. There is none at all: put fairlead-transport-sse beside the runtime.",
                refusal.getMessage());
    }

    @Test
    void namesThoseThatAreThereWhenOneIsNot() {
        registry.add(FakeTransport.of("sse").ranked(200));
        registry.add(FakeTransport.of("websocket").ranked(300));

        AgentException refusal = assertThrows(AgentException.class, () -> registry.named(List.of("sse", "websockets")));

        assertEquals(Code.CONFIGURATION, refusal.code());
        assertEquals("There is no transport 'websockets'. There are: websocket, sse.", refusal.getMessage());
    }

    @Test
    void dialsByTheBestThatReachesTheTarget() {
        FakeTransport polling = FakeTransport.of("polling").ranked(100).reaching(TARGET::equals);
        FakeTransport sse = FakeTransport.of("sse").ranked(200).reaching(TARGET::equals);
        FakeTransport stdio = FakeTransport.of("stdio").ranked(300).reaching(Target.Command.class::isInstance);
        List.of(polling, sse, stdio).forEach(registry::add);

        assertEquals(Optional.of(sse), registry.dialling(TARGET));
        registry.remove(sse);
        assertEquals(Optional.of(polling), registry.dialling(TARGET));
        registry.remove(polling);
        assertEquals(Optional.empty(), registry.dialling(TARGET));
    }

    @Test
    void dialsByAnotherWhenTheBestThrows() {
        FakeTransport sse = FakeTransport.of("sse").ranked(200).reaching(TARGET::equals);
        registry.add(FakeTransport.of("bad").ranked(300).reaching(target -> {
            throw new IllegalStateException("no answer");
        }));
        registry.add(sse);

        assertEquals(Optional.of(sse), registry.dialling(TARGET));
        assertEquals(
                List.of("WARN Transport 'bad' is skipped: it does not say what it reaches: no answer"), log.lines());
    }
}
