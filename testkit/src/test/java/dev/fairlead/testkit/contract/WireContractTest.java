// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contract, tried on transports that are right, wrong, and excused. */
class WireContractTest {
    /** What the pipes of the next run do. */
    private static volatile @Nullable Flaw flaw;

    private static volatile Map<String, String> waivers = Map.of();

    /** Run by these tests, never by itself. */
    static final class PipeContract implements WireContract {
        @Override
        public Ends open(Opening opening) {
            return new Pipe(flaw, opening);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Map<String, String> waivers() {
            return waivers;
        }
    }

    @AfterEach
    void letTheLeakedGo() {
        Pipe.leaked.countDown();
        Pipe.leaked = new CountDownLatch(1);
        waivers = Map.of();
        flaw = null;
    }

    @Test
    void findsNothingWrongWithWhatIsRight() {
        assertEquals(List.of(), run(selectClass(PipeContract.class)));
    }

    @ParameterizedTest
    @EnumSource
    void catchesEachFlawWithASentence(Flaw each) {
        flaw = each;
        List<String> outcomes = run(selectMethod(PipeContract.class, each.caughtBy));
        assertTrue(outcomes.toString().contains("FAILED " + each.sentence), outcomes::toString);
    }

    @Test
    void aWaivedRuleIsSkippedWithItsReason() {
        flaw = Flaw.TIDIES;
        waivers = Map.of("7.1", "It is a tidy pipe.");
        assertEquals(
                List.of("ABORTED [7.1] is waived: It is a tidy pipe."),
                run(selectMethod(PipeContract.class, Flaw.TIDIES.caughtBy)));
    }

    @Test
    void aWaiverNeedsASentence() {
        flaw = Flaw.TIDIES;
        waivers = Map.of("7.1", " ");
        assertTrue(run(selectMethod(PipeContract.class, Flaw.TIDIES.caughtBy))
                .toString()
                .contains("The waiver of [7.1] gives no reason."));
    }

    @Test
    void aWaiverThatNothingNeedsIsAFailure() {
        waivers = Map.of("7.1", "It is a tidy pipe.");
        assertEquals(
                List.of("FAILED [7.1] holds: remove its waiver."),
                run(selectMethod(PipeContract.class, Flaw.TIDIES.caughtBy)));
    }

    @Test
    void theTestsAreThoseThatTheContractSaysItHas() throws IOException {
        Set<String> tested = Stream.concat(
                        Stream.of(WireContract.class.getMethods()), Stream.of(TransportContract.class.getMethods()))
                .map(WireContractTest::rule)
                .filter(rule -> !rule.isEmpty())
                .collect(toCollection(TreeSet::new));
        String contract = Files.readString(Path.of("../docs/contract.md"), UTF_8);
        Set<String> said = Pattern.compile("^\\| ([1-9]\\.[1-9]) ✓ \\|", Pattern.MULTILINE)
                .matcher(contract)
                .results()
                .map(row -> row.group(1))
                .collect(toCollection(TreeSet::new));
        assertEquals(said, tested);
    }

    private static String rule(Method method) {
        Rule rule = method.getAnnotation(Rule.class);
        return rule == null ? "" : rule.value();
    }

    /** Runs some tests; returns what did not succeed. */
    private static List<String> run(DiscoverySelector selector) {
        List<String> outcomes = new ArrayList<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selector)
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable()
                                        .filter(why -> !String.valueOf(why.getMessage())
                                                .contains("is not dialled"))
                                        .ifPresent(why -> outcomes.add(result.getStatus() + " " + why.getMessage()));
                            }
                        });
        return outcomes;
    }
}
