// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkHttpAccessTest {
    private final List<Headers> calls = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private JdkHttpAccess access;

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        if (access != null) {
            access.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void tokenAndHeadersGoWithEveryRequestAndHandshake() throws Exception {
        open(serve(""), Map.of("dial.token", "t-1", "dial.headers", "X-Team: blue | X-Mode: a:b"));

        get();
        shakeHands();

        for (Headers call : calls) {
            assertEquals("Bearer t-1", call.getFirst("Authorization"));
            assertEquals("blue", call.getFirst("X-Team"));
            assertEquals("a:b", call.getFirst("X-Mode"));
        }
    }

    @Test
    void theTokenComesFromAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), " t-2 \nrest");
        open(serve(""), Map.of("dial.token-file", file.toString()));

        get();

        assertEquals("Bearer t-2", calls.get(0).getFirst("Authorization"));
    }

    @Test
    void aCookieWithMaxAgeComesBackAsAnyOther() throws Exception {
        open(serve("route=a1; Max-Age=600; Path=/; HttpOnly"), Map.of());

        get();
        get();
        shakeHands();

        assertEquals(List.of("route=a1"), calls.get(1).get("Cookie"));
        assertEquals(List.of("route=a1"), calls.get(2).get("Cookie"), "the handshake's");
    }

    @Test
    void aCookieForOnlySecureLinksStaysAway() throws Exception {
        open(serve("route=a1; Secure"), Map.of());

        get();
        get();

        assertEquals(null, calls.get(1).get("Cookie"));
    }

    @Test
    void aCookieOfAForeignDomainIsRefused() throws Exception {
        open(serve("route=a1; Domain=example.org"), Map.of());

        get();
        get();

        assertEquals(null, calls.get(1).get("Cookie"));
    }

    @Test
    void theProxyOfTheEnvironmentIsUsedWithItsPassword() throws Exception {
        serve("");
        int port = server.getAddress().getPort();
        URI far = URI.create("http://far.example/acp");
        access = JdkHttpAccess.to(far, Settings.NONE, Map.of("http_proxy", "http://me:pw@127.0.0.1:" + port));

        assertEquals(200, get(far).statusCode());
        assertEquals("far.example", calls.get(0).getFirst("Host"));
        assertEquals(
                "Basic " + Base64.getEncoder().encodeToString("me:pw".getBytes(StandardCharsets.UTF_8)),
                calls.get(0).getFirst("Proxy-Authorization"));
    }

    @Test
    void theProxysPasswordIsNotToldToTheServer() throws Exception {
        URI near = serve("");
        access = JdkHttpAccess.to(near, Settings.NONE, Map.of("http_proxy", "http://me:pw@127.0.0.1:9"));

        get(near);

        assertEquals(null, calls.get(0).get("Proxy-Authorization"));
    }

    @Test
    void anInspectingProxysCertificateIsTrustedBesideTheJdks() throws Exception {
        Path store = certificate();
        URI secure = serveSecurely(store);
        open(secure, Map.of());
        Throwable failure = assertThrows(IOException.class, this::get);
        assertInstanceOf(SSLHandshakeException.class, failure);
        access.close();

        open(secure, Map.of("dial.trust-file", store.toString(), "dial.trust-password", "changeit"));
        assertEquals(200, get().statusCode());
        access.close();

        open(secure, Map.of("dial.trust-file", pem(store).toString()));
        assertEquals(200, get().statusCode());
    }

    @Test
    void whatCannotBeDialledIsSaidBeforeAnythingIsSent() {
        refused("ftp://chat.example/acp", Map.of(), "http:// or https://");
        refused("http:///acp", Map.of(), "with a host");
        refused("http://chat.example", Map.of("dial.headers", "Content-Length: 1"), "dial.headers");
        refused("http://chat.example", Map.of("dial.headers", "no colon"), "dial.headers");
        refused("http://chat.example", Map.of("dial.token", "two words"), "dial.token");
        refused(
                "http://chat.example",
                Map.of("dial.token-file", folder.resolve("none").toString()),
                "cannot be read");
        refused(
                "http://chat.example",
                Map.of("dial.trust-file", folder.resolve("none").toString()),
                "dial.trust-file");
        refused("http://chat.example", Map.of("dial.proxy", "socks5://a:1"), "only HTTP proxies");
    }

    private static void refused(String target, Map<String, String> settings, String words) {
        AgentException refusal = assertThrows(
                AgentException.class, () -> JdkHttpAccess.to(URI.create(target), Settings.of(settings), Map.of()));
        assertEquals(Code.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
    }

    private URI target;

    private void open(URI uri, Map<String, String> settings) {
        target = uri;
        access = JdkHttpAccess.to(uri, Settings.of(settings), Map.of());
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return get(target);
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return access.client().send(access.request(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void shakeHands() {
        URI uri = URI.create(target.toString().replaceFirst("http", "ws"));
        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> access.webSocket()
                        .buildAsync(uri, new WebSocket.Listener() {})
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join());
        assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
    }

    private URI serve(String cookie) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        return start("http", cookie);
    }

    private URI serveSecurely(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        server = secure;
        return start("https", "");
    }

    private URI start(String scheme, String cookie) {
        server.createContext("/", call -> {
            calls.add(call.getRequestHeaders());
            if (!cookie.isEmpty()) {
                call.getResponseHeaders().add("Set-Cookie", cookie);
            }
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        server.start();
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + "/acp");
    }

    private Path certificate() throws IOException, InterruptedException {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "inspector",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), said);
        return store;
    }

    private Path pem(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        String body = Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate("inspector").getEncoded());
        return Files.writeString(
                folder.resolve("ca.pem"),
                "# our CA\n-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }
}
