// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The wire conformance suite as JUnit tests: a test class implements this and names its server.
 *
 * <pre>{@code
 * class MyServerTest implements WireConformanceTest {
 *     public WireConformance wire() { return WireConformance.of(URI.create("http://127.0.0.1:7340/acp")); }
 * }
 * }</pre>
 */
public interface WireConformanceTest {

    /** Returns the suite with the address of the server, which must be running. Called once for each run. */
    WireConformance wire();

    /**
     * Returns what the server is known not to do: the id of a check, and the reason. A waived check that holds is a failure, so
     * that no waiver outlives its reason.
     */
    default Map<String, String> waivers() {
        return Map.of();
    }

    /** Returns one test for each check. */
    @TestFactory
    default Stream<DynamicTest> everyRowOfTheWireHolds() {
        WireConformance wire = wire().acquainted();
        Map<String, String> waivers = waivers();
        return WireConformance.checks().stream()
                .map(check -> DynamicTest.dynamicTest(check.id() + ": " + check.requirement(), () -> {
                    ConformanceResult result = wire.run(check);
                    String waiver = waivers.get(check.id());
                    switch (result.outcome()) {
                        case SKIPPED -> Assumptions.abort(result.why());
                        case FAIL -> {
                            Assumptions.assumeTrue(waiver == null, "waived: " + waiver);
                            Assertions.fail(result.why() + " (" + check.level() + ", " + check.row() + ")");
                        }
                        case PASS -> Assertions.assertNull(waiver, "It holds now: remove the waiver of " + check.id());
                    }
                }));
    }
}
