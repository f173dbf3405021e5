// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxies that {@code docs/operations.md} configures let every transport through, as they stand there but for addresses and files. */
class OperationsExamplesIT {
    private static final Path PAGE = Path.of(System.getProperty("basedir"), "../docs/operations.md");
    private static final long PATIENCE_SECONDS = 60;
    private static final int CHUNKS = 20;

    /** What an example is put into, since a server's own configuration has it already. */
    private static final String NGINX = """
            daemon off;
            user root;
            pid %1$s/pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                %2$s
            }
            """;

    @TempDir
    private Path folder;

    private final ServedDemo gateway = new ServedDemo(Map.of());

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "sse", "polling"})
    void aPromptPassesNginx(String transport) throws Exception {
        SelfSigned certificate = SelfSigned.in(folder);
        String example = example("nginx")
                .replace(
                        "/etc/ssl/agents.example.pem", certificate.certificate().toString())
                .replace("/etc/ssl/agents.example.key", certificate.key().toString());
        try (RealProxy nginx = RealProxy.start(
                folder,
                true,
                port -> NGINX.formatted(folder, example.replace("listen 443", "listen 127.0.0.1:" + port)),
                proxy -> {},
                Needed.program("nginx"),
                "-p",
                folder.toString(),
                "-c")) {
            aPromptPasses(nginx, certificate, transport);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "sse", "polling"})
    void aPromptPassesHaproxy(String transport) throws Exception {
        SelfSigned certificate = SelfSigned.in(folder);
        String example = example("haproxy")
                .replace("/etc/ssl/agents.example.pem", certificate.both().toString());
        try (RealProxy haproxy = RealProxy.start(
                folder,
                true,
                port -> example.replace("bind :443", "bind 127.0.0.1:" + port),
                proxy -> {},
                Needed.program("haproxy"),
                "-db",
                "-f")) {
            aPromptPasses(haproxy, certificate, transport);
        }
    }

    private static void aPromptPasses(RealProxy proxy, SelfSigned certificate, String transport) throws Exception {
        try (ConnectorClient client = new ConnectorClient(
                proxy.address("/acp"),
                transport,
                Map.of("dial.trust-file", certificate.certificate().toString()))) {
            String session = client.begin().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            client.prompt(session, "stream " + CHUNKS + " chunks every 5 ms of 100 bytes")
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(CHUNKS, client.chunks());
            assertEquals(List.of(), client.faults());
            assertEquals(transport, client.transport());
        }
    }

    /** Returns the only block of the page in that language, before the gateway under test. */
    private String example(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(PAGE));
        assertTrue(block.find(), () -> PAGE + " has no example for " + language);
        InetSocketAddress address = gateway.address();
        return block.group(1)
                .replace("127.0.0.1:7340", address.getAddress().getHostAddress() + ":" + address.getPort());
    }
}
