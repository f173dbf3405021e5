// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options, settings and exit codes of the command. */
class OptionsIT {
    private static final String TOKEN = "a-token-for-tests-alone";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "'', '', '', /acp",
        "'', '', /file, /file",
        "'', /environment, /file, /environment",
        "/option, /environment, /file, /option"
    })
    void anOptionCountsBeforeTheEnvironmentBeforeTheFile(String option, String environment, String file, String path)
            throws Exception {
        List<String> words = new ArrayList<>(List.of("demo", "--listen", "127.0.0.1:0"));
        if (!option.isEmpty()) {
            words.addAll(List.of("--path", option));
        }
        if (!file.isEmpty()) {
            words.addAll(List.of("--config", settings("path = " + file).toString()));
        }
        Map<String, String> variables = environment.isEmpty() ? Map.of() : Map.of("FAIRLEAD_PATH", environment);
        try (FairleadProcess server = FairleadProcess.start(variables, words.toArray(String[]::new))) {
            assertEquals(path, server.ready().address().getPath());
            assertEquals("demo agent", server.ready().name());
        }
    }

    @Test
    void anUnknownKeyInTheFileIsRefused() throws Exception {
        Path file = settings("path = /acp\n\nlimits.conections = 4");
        assertRefused(
                2,
                "fairlead: There is no setting limits.conections (file " + file
                        + ", line 3). Did you mean limits.connections?",
                Map.of(),
                "demo",
                "--config",
                file.toString());
    }

    @Test
    void anUnknownVariableIsRefused() throws Exception {
        assertRefused(
                2,
                "fairlead: There is no setting for the environment variable FAIRLEAD_LIMIT_CONNECTIONS."
                        + " Did you mean FAIRLEAD_LIMITS_CONNECTIONS?",
                Map.of("FAIRLEAD_LIMIT_CONNECTIONS", "4"),
                "demo");
    }

    @Test
    void anAgentThatCannotBeFoundIsRefused() throws Exception {
        assertRefused(
                4,
                "fairlead: The agent's command 'no-such-agent' cannot be found: it is in no directory of PATH."
                        + " Check its spelling.",
                Map.of(),
                "serve",
                "--",
                "no-such-agent",
                "--acp");
    }

    @Test
    void listeningForOtherMachinesNeedsATokenOrTheWordInsecure() throws Exception {
        assertRefused(
                2,
                "fairlead: Address 0.0.0.0 can be reached from other machines, and no token is asked for."
                        + " Set token-file, or insecure if anybody may run the agent.",
                Map.of(),
                "demo",
                "--listen",
                "0.0.0.0:0");
    }

    @Test
    void theWordInsecureLetsOtherMachinesIn() throws Exception {
        try (FairleadProcess server = FairleadProcess.start("demo", "--listen", "0.0.0.0:0", "--insecure")) {
            URI address = server.ready().address();
            assertEquals("0.0.0.0", address.getHost());
            assertEquals(200, new Caller(address).initialize().status());
        }
    }

    @Test
    void aTokenLetsThoseInWhoHaveIt() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        try (FairleadProcess server =
                FairleadProcess.start("demo", "--listen", "0.0.0.0:0", "--token-file", file.toString())) {
            Caller caller = new Caller(server.ready().address());
            caller.initialize().assertError(401, -32000, "A valid token is needed");
            caller.initialize("Authorization: Bearer " + TOKEN + "!")
                    .assertError(401, -32000, "A valid token is needed");
            assertEquals(
                    200, caller.initialize("Authorization: Bearer " + TOKEN).status());
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            try (FairleadProcess refused = FairleadProcess.start("demo", "--listen", "127.0.0.1:" + port)) {
                assertEquals(3, refused.exitCode(), refused::err);
                // between these two are the words of the operating system
                assertTrue(
                        refused.err().startsWith("fairlead: Cannot listen on 127.0.0.1 port " + port + ": "),
                        refused::err);
                assertTrue(
                        refused.err().endsWith(". Choose another address, or port 0 for a free one.\n"), refused::err);
                assertEquals("", refused.out());
            }
        }
    }

    @Test
    void everyDefaultOfTheConfigurationFileCanBeSet() throws Exception {
        String file = Files.readString(Installed.assembled().home().resolve("conf/fairlead.properties"));
        String active =
                file.replaceAll("(?m)^#(?=[a-z.-]+ =)", "").replaceFirst("listen.port = 7340", "listen.port = 0");
        try (FairleadProcess server =
                FairleadProcess.start("demo", "--config", settings(active).toString())) {
            URI address = server.ready().address();
            assertEquals("/acp", address.getPath());
            assertEquals(200, new Caller(address).initialize().status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "serve --help", "demo --help", "demo-agent --help", "help serve"})
    void helpIsOnStandardOutput(String words) throws Exception {
        try (FairleadProcess help = FairleadProcess.start(words.split(" ", -1))) {
            assertEquals(0, help.exitCode());
            assertTrue(help.out().contains("Usage: fairlead"), help::out);
            assertEquals("", help.err());
        }
    }

    @Test
    void theVersionIsThatOfTheJars() throws Exception {
        try (FairleadProcess version = FairleadProcess.start("--version")) {
            assertEquals(0, version.exitCode());
            String jar = "fairlead-cli-" + version.out().strip().replaceFirst("fairlead ", "") + ".jar";
            assertTrue(Files.exists(Installed.assembled().lib().resolve(jar)), jar);
        }
    }

    private Path settings(String text) throws Exception {
        return Files.writeString(folder.resolve("fairlead.properties"), text + "\n");
    }

    private static void assertRefused(int exitCode, String sentence, Map<String, String> environment, String... words)
            throws Exception {
        try (FairleadProcess refused = FairleadProcess.start(environment, words)) {
            assertEquals(exitCode, refused.exitCode(), refused::err);
            assertEquals(sentence, refused.err().strip());
            assertEquals("", refused.out());
        }
    }
}
