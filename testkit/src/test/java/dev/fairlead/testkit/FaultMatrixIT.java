// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Turn survival in every row of the fault matrix with transport {@code auto}; with {@code -Dfairlead.faults=all} with each single
 * transport too, which writes docs/faults.md, on a machine that does nothing else meanwhile.
 */
class FaultMatrixIT {
    private static final boolean ALL = "all".equals(System.getProperty("fairlead.faults"));
    private static final List<String> TRANSPORTS =
            ALL ? List.of("auto", "websocket", "sse", "polling") : List.of("auto");

    @TempDir
    private Path folder;

    @Test
    void everyTurnSurvivesOrIsToldWhy() throws Exception {
        Needed.program("nginx");
        Needed.program("haproxy");
        Needed.program("openssl");
        List<FaultRow> rows = new ArrayList<>(FaultRow.simulated());
        rows.addAll(FaultRow.real());
        FaultMatrix matrix = new FaultMatrix(TRANSPORTS);
        matrix.run(rows, ConnectorClient::new, folder);
        if (ALL) {
            matrix.write(Path.of(System.getProperty("basedir"), "../docs/faults.md"));
        }
        assertEquals(List.of(), matrix.failures(ALL));
    }
}
