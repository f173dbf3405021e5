// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each trial still runs. What it measures in so short a time means nothing. */
class DriveIT {
    @ParameterizedTest
    @MethodSource("trials")
    void measures(Trial trial) throws Exception {
        List<Figure> figures = trial.run(Rounds.TINY);
        assertFalse(figures.isEmpty());
        for (Figure figure : figures) {
            assertTrue(Double.isFinite(figure.result().median()), figure.toString());
        }
    }

    static Stream<Named<Trial>> trials() {
        return Drive.TRIALS.stream().map(trial -> Named.of(trial.name(), trial));
    }
}
