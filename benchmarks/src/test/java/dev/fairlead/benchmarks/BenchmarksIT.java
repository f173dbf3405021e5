// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each JMH benchmark still runs. */
class BenchmarksIT {
    @Test
    void eachRunsForAMoment() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(10))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertTrue(results.size() >= 4, "only " + results.size());
        results.forEach(result -> assertTrue(
                result.getPrimaryResult().getScore() > 0, result.getParams().getBenchmark()));
    }
}
