// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies were seen to execute one POST three and four times (faults.md F13): at once, while it is executed, and when it was. */
class DuplicatePostIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CLIENT = "Fairlead-Client";
    private static final String SEQUENCE = "Fairlead-Sequence";

    private ExecutorService proxies;
    private ProxiedGateway gateway;
    private Trial trial;

    @BeforeEach
    void start() {
        proxies = Executors.newCachedThreadPool();
        gateway = ProxiedGateway.start(Map.of());
        trial = new Trial(gateway.direct(PATIENCE));
    }

    @AfterEach
    void stop() throws Exception {
        trial.close();
        gateway.close();
        proxies.shutdown();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void numberedRequestIsExecutedOnce(int times) throws Exception {
        PlainClient client = trial.connect();
        String session = client.newSession();
        Request prompt = client.post(Rpc.prompt("7", session, "stream 10 chunks every 20 ms"))
                .session(session)
                .with(SEQUENCE, "1");
        expectAccepted(atOnce(prompt, times));
        expectAccepted(oneByOne(prompt, times));
        client.inbox().awaitResponse("7");
        expectAccepted(atOnce(prompt, times));
        expectAnsweredOnce(client, "7", "2");
        assertEquals(1, gateway.agent().heard("session/prompt").size());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void requestOfAPlainClientIsExecutedOnce(int times) throws Exception {
        PlainClient client = trial.connect();
        String session = client.newSession();
        Request prompt = client.post(Rpc.prompt("7", session, "stream 10 chunks every 20 ms"))
                .session(session);
        expectAccepted(atOnce(prompt, times));
        expectAccepted(oneByOne(prompt, times));
        client.inbox().awaitResponse("7");
        expectAccepted(atOnce(prompt, times));
        expectAnsweredOnce(client, "7", "");
        assertEquals(1, gateway.agent().heard("session/prompt").size());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void numberedNotificationsAreExecutedOnceAndInOrder(int times) throws Exception {
        PlainClient client = trial.connect();
        for (int number = 10; number >= 1; number--) {
            Request note = client.post(Rpc.notification("_test/note", "{\"number\":" + number + "}"))
                    .with(SEQUENCE, String.valueOf(number));
            expectAccepted(atOnce(note, times));
        }
        expectAnsweredOnce(client, "", "11");
        List<String> numbers = gateway.agent().heard("_test/note").stream()
                .map(note -> Json.parse(note).at("params", "number").source())
                .toList();
        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"), numbers);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void initializeOfOneClientStartsOneAgent(int times) throws Exception {
        Request initialize = trial.post(Rpc.initialize("0"))
                .with(CLIENT, "4b1f0f0e9d2c4a7d8e6b5a3c2d1e0f9a")
                .with(SEQUENCE, "1");
        List<Response> answers = Stream.concat(atOnce(initialize, times).stream(), oneByOne(initialize, times).stream())
                .toList();
        answers.forEach(answer -> assertEquals(200, answer.status(), answer::toString));
        assertEquals(
                1,
                answers.stream()
                        .map(answer -> answer.header(Request.CONNECTION))
                        .distinct()
                        .count());
        assertEquals(1, answers.stream().map(Response::text).distinct().count());
        assertEquals(1, gateway.agent().connections());
        assertEquals(1, gateway.gateway().connections());
    }

    /** Sends a request several times together, each on a connection of its own. */
    private List<Response> atOnce(Request request, int times) {
        CyclicBarrier together = new CyclicBarrier(times);
        return Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                together.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                                return trial.exchange(request);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        proxies))
                .limit(times)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private List<Response> oneByOne(Request request, int times) throws IOException {
        Response[] answers = new Response[times];
        for (int i = 0; i < times; i++) {
            answers[i] = trial.exchange(request);
        }
        return List.of(answers);
    }

    private static void expectAccepted(List<Response> answers) {
        answers.forEach(answer -> assertEquals(202, answer.status(), answer::toString));
    }

    /** Sends something else with the next number, if there are numbers, and waits for its answer, which is behind all others. */
    private void expectAnsweredOnce(PlainClient client, String id, String number) throws IOException {
        Request last = client.post(Rpc.request("\"last\"", "_test/last", "{}"));
        expectAccepted(List.of(trial.exchange(number.isEmpty() ? last : last.with(SEQUENCE, number))));
        client.inbox().awaitResponse("\"last\"");
        long answers = client.inbox().past().stream()
                .filter(arrival -> arrival.answers(id))
                .count();
        assertEquals(id.isEmpty() ? 0 : 1, answers);
    }
}
