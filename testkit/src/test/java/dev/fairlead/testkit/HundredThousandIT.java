// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A bad day (faults.md F27): all links are cut or reset every 100 to 500 ms, at random points, while 100,000 messages go down, as fast
 * as the agent can, and a tenth as many go up. {@code -Dfairlead.it.messages} changes the number, from 10,000 on.
 */
class HundredThousandIT {
    private static final int MESSAGES = Integer.getInteger("fairlead.it.messages", 100_000);
    private static final int DOWN_FOR_ONE_UP = 10;
    private static final int UNDER_WAY = 64;
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void noneIsLostDoubledOrOutOfOrder(Way way) throws Exception {
        int sessionCount = way == Way.SSE_STREAMS ? 5 : 50;
        int chunks = MESSAGES / sessionCount;
        String prompt = "stream " + chunks + " chunks of 100 bytes";
        try (ProxiedGateway gateway = ProxiedGateway.start(Map.of());
                ResumingClient client = gateway.client(SILENCE)) {
            client.come(way);
            List<String> sessions = new ArrayList<>();
            for (int i = 0; i < sessionCount; i++) {
                sessions.add(client.newSession());
            }
            CutStorm storm = gateway.proxy().storm(Duration.ofMillis(100), Duration.ofMillis(500));
            List<String> prompts = new ArrayList<>();
            for (String session : sessions) {
                prompts.add(client.prompt(session, prompt));
            }
            List<String> questions = sendUpwards(client);
            for (String question : questions) {
                client.await(question);
            }
            for (String id : prompts) {
                assertEquals(
                        "end_turn", client.await(id).at("result", "stopReason").text());
            }
            storm.close();

            client.ledger().awaitWhole(PATIENCE);
            sessions.forEach(session -> assertEquals(chunks, client.ledger().chunks(session)));
            assertEquals(numbers(), numbers(gateway.agent().heard("_test/note")));
            assertEquals(questions.size(), gateway.agent().heard("_test/ask").size());
            assertEquals(sessionCount, gateway.agent().heard("session/prompt").size());
            report(way, gateway, client, storm);
            assertTrue(gateway.proxy().log().count(LinkEvent.Kind.CUT) > 0);
            assertTrue(gateway.proxy().log().count(LinkEvent.Kind.RESET) > 0);
        }
    }

    /** Sends numbered notifications, and a request with each tenth; returns the ids of the requests. */
    private static List<String> sendUpwards(ResumingClient client) throws InterruptedException {
        List<String> questions = new ArrayList<>();
        for (int number = 1; number <= MESSAGES / DOWN_FOR_ONE_UP; number++) {
            client.ledger().awaitSize((number - 1) * DOWN_FOR_ONE_UP, PATIENCE);
            client.outgoing().awaitAtMost(UNDER_WAY, PATIENCE);
            client.notify("_test/note", "{\"number\":" + number + "}");
            if (number % 10 == 0) {
                questions.add(client.request(null, "_test/ask", "{\"number\":" + number + "}"));
            }
        }
        return questions;
    }

    private static List<Integer> numbers() {
        return IntStream.rangeClosed(1, MESSAGES / DOWN_FOR_ONE_UP).boxed().toList();
    }

    private static List<Integer> numbers(List<String> notes) {
        return notes.stream()
                .map(note ->
                        Integer.valueOf(Json.parse(note).at("params", "number").source()))
                .toList();
    }

    private static void report(Way way, ProxiedGateway gateway, ResumingClient client, CutStorm storm) {
        FaultLog log = gateway.proxy().log();
        System.err.printf(
                "%s: %d messages down, %d up; %d strikes: %d links cut, %d reset; the client made %d links%n",
                way,
                client.ledger().size(),
                gateway.agent().heard("_test/note").size(),
                storm.strikes(),
                log.count(LinkEvent.Kind.CUT),
                log.count(LinkEvent.Kind.RESET),
                log.count(LinkEvent.Kind.MADE));
    }
}
