// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.WireListener;
import org.junit.jupiter.api.Test;

/** The test of the simulation of both ends: faults that it must find, each for the right reason. */
class BothEndsPlantedFaultTest {
    private static final long STEPS = 300_000;

    private static void isFound(PlantedFault fault, String words) {
        AssertionError found = assertThrows(AssertionError.class, () -> BothEndsSimulation.run(1, STEPS, fault));
        String said = String.valueOf(found.getMessage());
        assertTrue(said.matches("(?s).*(" + words + ").*"), said);
        assertTrue(said.contains("-Dsimulation.seed="), said);
    }

    @Test
    void findsAClientThatDoesNotDropWhatItHas() {
        isFound(
                new PlantedFault() {
                    @Override
                    public AttachRequest request(AttachRequest right) {
                        Long after = right.after();
                        return after == null || after == 0 ? right : from(right, after - 1);
                    }

                    @Override
                    public long numberDown(long right) {
                        return WireListener.UNNUMBERED;
                    }
                },
                "doubled or out of order|answered twice");
    }

    @Test
    void findsAClientThatSendsAgainFromTheWrongNumber() {
        isFound(
                new PlantedFault() {
                    @Override
                    public long received(long right) {
                        return right == 0 ? 0 : right + 1;
                    }
                },
                "is lost|no progress|called not sent|too far ahead");
    }

    @Test
    void findsAWireThatGoesOnBehindTheWrongMessage() {
        isFound(
                new PlantedFault() {
                    @Override
                    public AttachRequest request(AttachRequest right) {
                        Long after = right.after();
                        return after == null || after == 0 ? right : from(right, after + 1);
                    }
                },
                "is lost|a gap that nobody made");
    }

    @Test
    void findsPostsInTheWrongOrder() {
        isFound(
                new PlantedFault() {
                    @Override
                    public long numberUp(long right) {
                        return right % 10 == 8 ? right + 1 : right % 10 == 9 ? right - 1 : right;
                    }
                },
                "out of order|is lost|too far ahead");
    }

    @Test
    void findsPostsThatLoseTheirNumbers() {
        isFound(
                new PlantedFault() {
                    @Override
                    public long numberUp(long right) {
                        return WireListener.UNNUMBERED;
                    }
                },
                "doubled|out of order|is lost|no progress");
    }

    private static AttachRequest from(AttachRequest right, long after) {
        return new AttachRequest(
                right.peer(),
                right.connectionId(),
                right.client(),
                right.streams(),
                after,
                right.lasting(),
                right.acknowledges(),
                right.heartbeat());
    }
}
