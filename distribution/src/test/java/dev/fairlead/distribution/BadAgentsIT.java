// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Agents that do what no agent should: the client is told, and nothing of them is left.
 *
 * <p>Each attempt is made twice with room for one connection alone, so that a place in the table that was not given back shows.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "what is left is read from /proc")
class BadAgentsIT {
    private static final Map<String, String> SETTINGS = Map.of(
            "limits.connections", "1",
            "limits.initialize-time", "1 s",
            "transport.stdio.terminate-after", "300 ms",
            "transport.stdio.kill-after", "300 ms");

    private static final Map<String, String> PATIENT = Map.of("limits.connections", "1");

    /** Little patience at the end, where the agent needs none, and as much as it wants at the beginning. */
    private static final Map<String, String> STRICT = Map.of(
            "limits.connections", "1",
            "transport.stdio.terminate-after", "300 ms",
            "transport.stdio.kill-after", "300 ms");

    @ParameterizedTest
    @EnumSource
    void oneThatNeverAnswersInitializeIsGivenUp(Housing housing) throws Exception {
        try (Served served = housing.serve(SETTINGS, TestAgent.SILENT.command())) {
            refusesTwice(served, "The agent did not answer initialize within 1 s.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatRefusesInitializeIsHeardAndEnded(Housing housing) throws Exception {
        try (Served served = housing.serve(PATIENT, TestAgent.REFUSES.command())) {
            Answer refusal = served.caller().initialize();
            refusal.assertError(502, -32602, "There is no such version.");
            assertNull(refusal.headers().get("acp-connection-id"));
            served.awaitRest();
            assertEquals(
                    new WebSocketEnd(1011, "The agent refused initialize."),
                    WebSocketEnd.after(served.address(), Caller.INITIALIZE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatExitsAtOnceIsReported(Housing housing) throws Exception {
        try (Served served = housing.serve(PATIENT, TestAgent.EXITS.command())) {
            refusesTwice(served, "The agent exited with status 7.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatCannotBeFoundAnyMoreIsReported(Housing housing, @TempDir Path folder) throws Exception {
        Path program = Files.createFile(folder.resolve("agent"));
        assertTrue(program.toFile().setExecutable(true));
        try (Served served = housing.serve(PATIENT, List.of(program.toString()))) {
            Files.delete(program);
            refusesTwice(served, "The agent could not be started.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIgnoresSigtermIsKilled(Housing housing) throws Exception {
        try (Served served = housing.serve(STRICT, TestAgent.STUBBORN.command())) {
            endsTwice(served);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIgnoresSigtermIsKilledWhenTheGatewayStops(Housing housing) throws Exception {
        try (Served served = housing.serve(STRICT, TestAgent.STUBBORN.command())) {
            assertEquals(200, served.caller().initialize().status());
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatWrites100MegabytesWithoutALineEndIsHeardAfterThem(Housing housing) throws Exception {
        try (Served served = housing.serve(PATIENT, TestAgent.FLOODS.command())) {
            endsTwice(served);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatNeverEndsItsLineIsGivenUp(Housing housing) throws Exception {
        try (Served served = housing.serve(SETTINGS, TestAgent.ENDLESS.command())) {
            refusesTwice(served, "The agent did not answer initialize within 1 s.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoMessageIsSkipped(Housing housing) throws Exception {
        try (Served served = housing.serve(PATIENT, TestAgent.BABBLES.command())) {
            endsTwice(served);
        }
    }

    /** Holds initialize to be refused, by POST and on a WebSocket, and nothing to be left. */
    private static void refusesTwice(Served served, String sentence) throws Exception {
        served.caller().initialize().assertError(502, -32000, sentence);
        served.awaitRest();
        assertEquals(new WebSocketEnd(1011, sentence), WebSocketEnd.after(served.address(), Caller.INITIALIZE));
        served.awaitRest();
    }

    /** Holds initialize and DELETE to work, and nothing to be left. */
    private static void endsTwice(Served served) throws IOException {
        for (int i = 0; i < 2; i++) {
            String connection = served.caller().initialize().connectionId();
            assertEquals(202, served.caller().delete(connection).status());
            served.awaitRest();
        }
    }
}
