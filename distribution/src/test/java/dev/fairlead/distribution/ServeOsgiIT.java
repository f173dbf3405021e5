// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.client.Connector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code fairlead serve --osgi}: the unpacked zip is a container. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a Windows process cannot be sent a signal")
class ServeOsgiIT {
    private static final Pattern TRANSPORT = Pattern.compile("(?m)^(\\w+) +\\d+ +(?:yes|no|with \\S+) ");

    @TempDir
    private Path folder;

    private Installed installed;

    @BeforeEach
    void unpack() throws Exception {
        installed = Installed.assembled().copiedTo(folder.resolve("fair lead"));
    }

    private FairleadProcess serve(String... more) throws Exception {
        String command = installed.command().toString();
        List<String> words = new ArrayList<>(List.of(command, "serve", "--osgi", "--listen", "0"));
        words.addAll(List.of(more));
        words.addAll(List.of("--", command, "demo-agent"));
        return FairleadProcess.start(Map.of(), words);
    }

    private static URI address(FairleadProcess server) {
        return URI.create(server.awaitOut("Fairlead is serving fairlead at (http\\S+)"));
    }

    private static void awaitServing(URI address, String transport, boolean serving) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest asking =
                HttpRequest.newBuilder(URI.create(address + "/transports")).build();
        await(transport + (serving ? " served" : " gone"))
                .atMost(FairleadProcess.PATIENCE)
                .until(() -> client.send(asking, BodyHandlers.ofString()).body().contains("\"" + transport + "\"")
                        == serving);
    }

    @Test
    void aTransportIsTakenOutAndDroppedInWhileAClientIsAnswered() throws Exception {
        Path jar = installed.jars().stream()
                .filter(file -> file.getFileName().toString().startsWith("fairlead-transport-websocket-"))
                .findFirst()
                .orElseThrow();
        try (FairleadProcess server = serve()) {
            URI address = address(server);
            awaitServing(address, "websocket", true);
            try (Connector connector = Connector.to(address).build()) {
                Turn turn = new Turn(connector, 400, 25);
                turn.awaitFirst();

                Path aside = Files.move(jar, folder.resolve("aside.jar"));
                awaitServing(address, "websocket", false);
                Files.move(aside, installed.bundles().resolve(jar.getFileName()));
                awaitServing(address, "websocket", true);

                turn.awaitWhole();
                turn.close();
            }
            assertEquals("", server.err());
        }
    }

    @Test
    void aTransportAmongTheBundlesHasItsSettingsAndOneWithoutOsgiIsNamed() throws Exception {
        Path jar = installed.jars().stream()
                .filter(file -> file.getFileName().toString().startsWith("fairlead-transport-unix-"))
                .findFirst()
                .orElseThrow();
        Path bundle = Files.move(jar, installed.bundles().resolve("dropped.jar"));
        Path plain = withoutManifest(bundle, installed.bundles().resolve("plain.jar"));
        Path socket = folder.resolve("s");
        String command = installed.command().toString();
        try (FairleadProcess server = FairleadProcess.start(
                Map.of("FAIRLEAD_TRANSPORT_UNIX_PATH", socket.toString()),
                List.of(command, "serve", "--osgi", "--listen", "0", "--", command, "demo-agent"))) {
            address(server);
            await().atMost(FairleadProcess.PATIENCE).until(() -> Files.exists(socket));
            assertTrue(
                    server.err().contains(plain.getFileName() + " has a transport that no OSGi framework finds"),
                    server::err);
        }
    }

    private static Path withoutManifest(Path jar, Path copy) throws Exception {
        try (JarFile from = new JarFile(jar.toFile());
                JarOutputStream to = new JarOutputStream(Files.newOutputStream(copy))) {
            for (JarEntry entry : from.stream()
                    .filter(each -> !each.getName().equals(JarFile.MANIFEST_NAME))
                    .toList()) {
                to.putNextEntry(new JarEntry(entry.getName()));
                from.getInputStream(entry).transferTo(to);
            }
        }
        return copy;
    }

    @Test
    void anOperatorSeesAndEndsConnectionsFromTheShell() throws Exception {
        try (FairleadProcess server = serve()) {
            URI address = address(server);
            awaitServing(address, "websocket", true);
            try (Connector connector =
                    Connector.to(address).transport("websocket").build()) {
                Turn turn = new Turn(connector, 4000, 25);
                turn.awaitFirst();

                server.type("fairlead:connections");
                String name = server.awaitOut("(?m)^(c-\\S+) +websocket \\S+ +anonymous +websocket$");
                server.type("fairlead:close c-nobody");
                server.awaitOut("(There is no connection c-nobody\\.)");
                server.type("fairlead:close " + name);
                server.awaitOut("(Closed " + name + "\\.)");

                ExecutionException ended = assertThrows(ExecutionException.class, turn::awaitWhole);
                assertTrue(ended.getMessage().contains("Closed by the operator of the gateway."), ended::getMessage);
            }
            server.type("stop 0");
            assertEquals(0, server.exitCode());
            Served.assertNobodyListens(address);
        }
    }

    @Test
    void itStartsTheAgentAsToldAndASignalEndsBothAndLeavesNoFolder() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        String options = "-Djava.io.tmpdir=" + temporary;
        Path said = folder.resolve("what was said");
        try (FairleadProcess server = FairleadProcess.start(
                Map.of("FAIRLEAD_JAVA_OPTS", options),
                List.of(
                        installed.command().toString(),
                        "serve",
                        "--osgi",
                        "--listen",
                        "0",
                        "--env",
                        "WORDS=with \"quotes\" and a \\ in them",
                        "--",
                        "sh",
                        "-c",
                        "printf %s \"$WORDS\" > \"$0\"; exec sh \"$1\"",
                        said.toString(),
                        TestAgent.ANSWERS.script().toString()))) {
            URI address = URI.create(server.awaitOut("Fairlead is serving sh at (http\\S+)"));
            new Caller(address).initialize().connectionId();
            assertEquals("with \"quotes\" and a \\ in them", Files.readString(said));
            List<ProcessHandle> agents = server.children();
            assertEquals(1, agents.size(), agents::toString);

            server.send("TERM");

            assertEquals(143, server.exitCode());
            agents.forEach(agent -> assertFalse(agent.isAlive(), () -> "An agent is left: " + agent.info()));
            Served.assertNobodyListens(address);
            assertEquals(List.of(), namesIn(temporary));
        }
    }

    @Test
    void whatAKilledOneLeftIsDeletedByTheNextAndNothingThatIsInUse() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (FairleadProcess killed = serveWithTemporary(temporary);
                FairleadProcess other = serveWithTemporary(temporary)) {
            address(killed);
            URI address = address(other);
            List<String> both = namesIn(temporary);
            assertEquals(2, both.size(), both::toString);
            killed.send("KILL");
            killed.exitCode();

            try (FairleadProcess next = serveWithTemporary(temporary)) {
                address(next);

                List<String> now = namesIn(temporary);
                assertEquals(2, now.size(), now::toString);
                assertEquals(1, now.stream().filter(both::contains).count(), () -> both + ", then " + now);
                new Caller(address).initialize().connectionId();
                next.send("TERM");
                assertEquals(143, next.exitCode(), next::err);
            }
            other.send("TERM");
            assertEquals(143, other.exitCode(), other::err);
            assertEquals(List.of(), namesIn(temporary));
        }
    }

    private FairleadProcess serveWithTemporary(Path temporary) throws Exception {
        String command = installed.command().toString();
        return FairleadProcess.start(
                Map.of("FAIRLEAD_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary),
                List.of(command, "serve", "--osgi", "--listen", "0", "--", command, "demo-agent"));
    }

    private static List<String> namesIn(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .toList();
        }
    }

    @Test
    void classPathModulePathAndContainerFindTheSameTransports() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String main = "dev.fairlead.cli.Fairlead";
        String onClassPath = out(java, "-cp", installed.lib() + "/*", main, "transports");
        String onModulePath =
                out(java, "-p", installed.lib().toString(), "-m", "dev.fairlead.cli/" + main, "transports");
        String inContainer;
        try (FairleadProcess server = serve()) {
            URI address = address(server);
            for (String transport : List.of("websocket", "sse", "polling")) {
                awaitServing(address, transport, true);
            }
            server.type("fairlead:transports");
            server.awaitOut("(?m)^(stdio) +");
            inContainer = server.out();
        }
        assertEquals(onClassPath, onModulePath);
        assertEquals(List.of("websocket", "sse", "polling", "unix", "stdio"), ids(onClassPath));
        assertEquals(ids(onClassPath), ids(inContainer));
    }

    private static String out(String... command) throws Exception {
        try (FairleadProcess process = FairleadProcess.start(Map.of(), List.of(command))) {
            assertEquals(0, process.exitCode(), process::err);
            return process.out();
        }
    }

    private static List<String> ids(String table) {
        return TRANSPORT
                .matcher(table)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
    }
}
