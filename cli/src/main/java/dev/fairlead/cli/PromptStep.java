// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.cli.DemoAct.Ask;
import dev.fairlead.cli.DemoAct.Pause;
import dev.fairlead.cli.DemoAct.Tell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** One thing that a prompt asks of the demo agent. */
sealed interface PromptStep {
    /** Returns what the agent is to do, made as it is asked for. */
    Iterator<DemoAct> acts(DemoSession session);

    /**
     * Sends numbered chunks: {@code [1] ......}, {@code [2] ......}.
     *
     * @param count how many
     * @param every the time between two
     * @param bytes how long each is, unless its number alone is longer
     */
    record Stream(int count, Duration every, int bytes) implements PromptStep {
        @Override
        public Iterator<DemoAct> acts(DemoSession session) {
            if (every.isZero()) {
                return IntStream.rangeClosed(1, count).mapToObj(this::chunk).iterator();
            }
            return IntStream.range(1, 2 * count)
                    .mapToObj(i -> i % 2 == 0 ? new Pause(every) : chunk(i / 2 + 1))
                    .iterator();
        }

        private DemoAct chunk(int number) {
            String head = "[" + number + "] ";
            return new Tell(SessionUpdates.words(head + ".".repeat(Math.max(0, bytes - head.length()))));
        }
    }

    /**
     * Pretends to change a file.
     *
     * @param asks whether it asks for permission, whatever the session's mode
     */
    record ToolCall(boolean asks) implements PromptStep {
        private static final String TITLE = "Add a line to greeting.txt";
        private static final Duration WORK = Duration.ofMillis(20);

        @Override
        public Iterator<DemoAct> acts(DemoSession session) {
            String id = session.nextToolCallId();
            String file = session.file("greeting.txt");
            List<DemoAct> acts = new ArrayList<>();
            acts.add(new Tell(SessionUpdates.toolCall(id, TITLE, file)));
            if (asks || session.options().asks()) {
                acts.add(new Ask(id, TITLE, permission -> afterwards(permission, id, file)));
            } else {
                acts.addAll(change(id, file));
            }
            return acts.iterator();
        }

        private static Iterator<DemoAct> afterwards(DemoPermission permission, String id, String file) {
            List<DemoAct> acts = new ArrayList<>();
            if (permission.granted()) {
                acts.addAll(change(id, file));
            } else {
                acts.add(new Tell(SessionUpdates.toolCallState(id, "failed")));
            }
            acts.add(new Tell(SessionUpdates.words(permission.words() + "\n")));
            return acts.iterator();
        }

        private static List<DemoAct> change(String id, String file) {
            return List.of(
                    new Tell(SessionUpdates.toolCallState(id, "in_progress")),
                    new Pause(WORK),
                    new Tell(SessionUpdates.toolCallDone(
                            id, "Added one line.", file, "Hello.\n", "Hello.\nFair winds.\n")));
        }
    }

    /** Makes a plan and works through it. */
    record Plan() implements PromptStep {
        static final List<String> TASKS = List.of("Read the prompt", "Think of an answer", "Say it");
        private static final Duration WORK = Duration.ofMillis(20);

        @Override
        public Iterator<DemoAct> acts(DemoSession session) {
            List<DemoAct> acts = new ArrayList<>();
            for (int done = 0; done < TASKS.size(); done++) {
                acts.add(new Tell(SessionUpdates.plan(TASKS, done)));
                acts.add(new Pause(WORK));
            }
            acts.add(new Tell(SessionUpdates.plan(TASKS, TASKS.size())));
            return acts.iterator();
        }
    }

    /** Reasons aloud. */
    record Think() implements PromptStep {
        @Override
        public Iterator<DemoAct> acts(DemoSession session) {
            return List.of("I have no model, ", "so this thought ", "is always the same.").stream()
                    .<DemoAct>map(words -> new Tell(SessionUpdates.thought(words)))
                    .iterator();
        }
    }

    /** Shows what a client may have to show: a thought, a plan, a tool call with a diff, and an answer with markdown. */
    record Tour() implements PromptStep {
        private static final Duration BREATH = Duration.ofMillis(15);
        private static final String ANSWER = """
                ## What a fairlead does

                A fairlead **leads a line** past what would chafe it. In your words, *nothing is lost*:

                1. every message is numbered and kept until you have it,
                2. a link that breaks is replaced, and goes on where it was,
                3. a request runs once, however often it is sent.

                ```java
                Gateway gateway = Gateway.serving(agent).start();
                System.out.println(gateway.address()); // http://127.0.0.1:7340/acp
                ```

                | network | what carries you |
                |---|---|
                | as it should be | WebSocket |
                | strips `Upgrade` | an event stream |
                | holds streams | long polling |

                > All three are one connection. Break it, and see.
                """;

        @Override
        public Iterator<DemoAct> acts(DemoSession session) {
            List<DemoAct> acts = new ArrayList<>();
            new Think().acts(session).forEachRemaining(acts::add);
            acts.add(new Tell(SessionUpdates.plan(Plan.TASKS, 1)));
            new ToolCall(false).acts(session).forEachRemaining(acts::add);
            for (String words : ANSWER.split("(?<=\\s)", -1)) {
                acts.add(new Tell(SessionUpdates.words(words)));
                acts.add(new Pause(BREATH));
            }
            acts.add(new Tell(SessionUpdates.plan(Plan.TASKS, Plan.TASKS.size())));
            return acts.iterator();
        }
    }

    /** Answers the prompt with an error. */
    record Fail() implements PromptStep {
        @Override
        public Iterator<DemoAct> acts(DemoSession session) {
            return List.<DemoAct>of(new DemoAct.Fail("The demo agent failed, as the prompt asked."))
                    .iterator();
        }
    }

    /** Ends the agent without a word. */
    record Crash() implements PromptStep {
        @Override
        public Iterator<DemoAct> acts(DemoSession session) {
            return List.<DemoAct>of(new DemoAct.Crash()).iterator();
        }
    }

    /** Says something, word by word. */
    record Say(String text) implements PromptStep {
        private static final int MOST_WORDS = 200;
        private static final Duration BREATH = Duration.ofMillis(10);

        @Override
        public Iterator<DemoAct> acts(DemoSession session) {
            List<String> words =
                    Arrays.asList(session.options().say(text).strip().split("\\s+", MOST_WORDS + 1));
            List<DemoAct> acts = new ArrayList<>();
            for (String word : words.subList(0, Math.min(words.size(), MOST_WORDS))) {
                acts.add(new Tell(SessionUpdates.words(word + " ")));
                acts.add(new Pause(BREATH));
            }
            acts.add(new Tell(SessionUpdates.words(words.size() > MOST_WORDS ? "and so on.\n" : "\n")));
            return acts.iterator();
        }
    }
}
