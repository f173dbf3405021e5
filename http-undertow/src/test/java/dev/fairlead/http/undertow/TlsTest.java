// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static dev.fairlead.http.undertow.TestServer.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.api.spi.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    @TempDir
    static Path folder;

    private static SelfSigned identity;
    private static SelfSigned other;

    private final HeardSocket heard = new HeardSocket();

    @BeforeAll
    static void makeCertificates() throws Exception {
        identity = SelfSigned.in(folder, "EC");
        other = SelfSigned.in(folder, "RSA");
    }

    private static Settings settings(SelfSigned own) {
        return Settings.NONE
                .with(HttpSettings.TLS_CERTIFICATE, own.certificate().toString())
                .with(HttpSettings.TLS_KEY, own.key().toString());
    }

    private static HttpClient client(SelfSigned peer, String version) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {version});
        return HttpClient.newBuilder()
                .sslContext(peer.trusting())
                .sslParameters(parameters)
                .build();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, EC", "TLSv1.2, EC", "TLSv1.3, RSA", "TLSv1.2, RSA"})
    void picksHttp2ByAlpn(String version, String algorithm) throws Exception {
        SelfSigned own = algorithm.equals("EC") ? identity : other;
        byte[] body = "größer ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        try (TestServer server = TestServer.answering(settings(own), TestServer.echo(1 << 20))) {
            HttpResponse<byte[]> answer = client(own, version)
                    .send(
                            HttpRequest.newBuilder(server.uri("https", "/"))
                                    .POST(BodyPublishers.ofByteArray(body))
                                    .build(),
                            BodyHandlers.ofByteArray());

            assertEquals(Version.HTTP_2, answer.version());
            assertArrayEquals(body, answer.body());
            assertTrue(server.engine().isSecure());
        }
    }

    @Test
    void speaksHttp1WithWhoWantsNoMore() throws Exception {
        try (TestServer server = TestServer.answering(settings(identity), TestServer.echo(1000))) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("https", "/"))
                    .version(Version.HTTP_1_1)
                    .POST(BodyPublishers.ofString("hello"))
                    .build();
            HttpResponse<String> answer = client(identity, "TLSv1.3").send(request, BodyHandlers.ofString());

            assertEquals(Version.HTTP_1_1, answer.version());
            assertEquals("hello", answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_2", "HTTP_1_1"})
    void aCallKnowsThatItCameOverTls(Version version) throws Exception {
        try (TestServer server = TestServer.answering(settings(identity), TlsTest::saySecure)) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("https", "/"))
                    .version(version)
                    .build();
            assertEquals(
                    "true",
                    client(identity, "TLSv1.3")
                            .send(request, BodyHandlers.ofString())
                            .body());
        }
        try (TestServer server = TestServer.answering(TlsTest::saySecure)) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("http", "/"))
                    .version(version)
                    .header("X-Forwarded-Proto", "https")
                    .build();
            assertEquals(
                    "false",
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body());
        }
    }

    private static void saySecure(HttpCall call) {
        call.respond(200, Map.of(), bytes(Boolean.toString(call.isSecure())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_2", "HTTP_1_1"})
    void flushesEachWriteOfAStream(Version version) throws Exception {
        try (TestServer server = TestServer.collecting(settings(identity))) {
            CompletableFuture<HttpResponse<InputStream>> answer = client(identity, "TLSv1.3")
                    .sendAsync(
                            HttpRequest.newBuilder(server.uri("https", "/"))
                                    .version(version)
                                    .build(),
                            BodyHandlers.ofInputStream());
            HttpStream stream = server.nextCall().stream(200, Map.of());
            stream.write(ByteBuffer.wrap(bytes("first\n")));
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(answer.get(10, SECONDS).body(), StandardCharsets.UTF_8));
            assertEquals("first", lines.readLine());
            for (int i = 0; i < 20; i++) {
                stream.write(ByteBuffer.wrap(bytes(i + "\n")))
                        .toCompletableFuture()
                        .get(10, SECONDS);
                assertEquals(Integer.toString(i), lines.readLine());
            }
            stream.end();
        }
    }

    @Test
    void talksBothWaysOverAWebSocket() throws Exception {
        try (TestServer server =
                TestServer.answering(settings(identity), call -> call.upgrade(heard.upgrade(1 << 20)))) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            WebSocket socket = client(identity, "TLSv1.3")
                    .newWebSocketBuilder()
                    .buildAsync(server.uri("wss", "/"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                            answer.complete(text.toString());
                            return null;
                        }
                    })
                    .get(10, SECONDS);
            String large = "größer ".repeat(50_000);
            socket.sendText(large, true).get(10, SECONDS);
            assertEquals(large, heard.next());
            heard.peer()
                    .send(java.util.List.of(ByteBuffer.wrap(bytes("back"))))
                    .toCompletableFuture()
                    .get(10, SECONDS);
            assertEquals("back", answer.get(10, SECONDS));
        }
    }

    @Test
    void noticesThatTheClientOfAStreamLeft() throws Exception {
        try (TestServer server = TestServer.collecting(settings(identity))) {
            CompletableFuture<HttpResponse<InputStream>> answer = client(identity, "TLSv1.3")
                    .sendAsync(
                            HttpRequest.newBuilder(server.uri("https", "/"))
                                    .version(Version.HTTP_1_1)
                                    .build(),
                            BodyHandlers.ofInputStream());
            HttpStream stream = server.nextCall().stream(200, Map.of());
            stream.write(ByteBuffer.wrap(bytes("first\n")))
                    .toCompletableFuture()
                    .get(10, SECONDS);
            answer.get(10, SECONDS).body().close();

            stream.closed().toCompletableFuture().get(10, SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016\u0003\u0001", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"})
    void cutsASocketThatDoesNotFinishTheHandshake(String first) throws Exception {
        try (TestServer server = TestServer.collecting(settings(identity).with(HttpSettings.KEEP_ALIVE, "300 ms"));
                RawClient client = server.connect()) {
            client.send(first).readToEnd();
        }
    }

    @Test
    void leavesNothingWhenItHasStoppedWithOpenSockets() throws Exception {
        TestServer server = TestServer.collecting(settings(identity));
        CompletableFuture<HttpResponse<InputStream>> answer = client(identity, "TLSv1.3")
                .sendAsync(HttpRequest.newBuilder(server.uri("https", "/")).build(), BodyHandlers.ofInputStream());
        HttpStream stream = server.nextCall().stream(200, Map.of());
        stream.write(ByteBuffer.wrap(bytes("first\n"))).toCompletableFuture().get(10, SECONDS);
        InputStream body = answer.get(10, SECONDS).body();

        server.close();

        assertThrows(IOException.class, body::readAllBytes);
    }

    @Test
    void withoutACertificateNothingIsSecure() {
        try (TestServer server = TestServer.collecting()) {
            assertFalse(server.engine().isSecure());
        }
    }

    @Test
    void refusesWhatIsNoIdentityAndSaysWhichFile() throws Exception {
        Path none = folder.resolve("none.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "hello");
        Path old = Files.writeString(
                folder.resolve("old.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Path broken = Files.writeString(
                folder.resolve("broken.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        refused(identity.certificate(), none, "http.tls-key: " + none + " cannot be read");
        refused(identity.certificate(), text, "http.tls-key: " + text + " holds no private key in PEM.");
        refused(identity.certificate(), old, "openssl pkcs8 -topk8 -nocrypt");
        refused(identity.certificate(), broken, "neither EC, RSA nor EdDSA");
        refused(text, identity.key(), "http.tls-certificate: " + text + " holds a certificate that cannot be read.");
        refused(other.certificate(), identity.key(), "RSA.crt holds no certificate for that key.");
        AgentException half = assertThrows(
                AgentException.class,
                () -> TestServer.collecting(HttpSettings.TLS_KEY, identity.key().toString()));
        assertTrue(half.getMessage().contains("go together"), half.getMessage());
    }

    private static void refused(Path certificate, Path key, String sentence) {
        AgentException refusal = assertThrows(
                AgentException.class,
                () -> TestServer.collecting(settings(new SelfSigned(certificate, key, identity.trusting()))));
        assertEquals(Code.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
    }
}
