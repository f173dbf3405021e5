// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's HTTP client, made for one address. HTTP/2 where TLS agrees on it, redirects never followed: nobody but the address that
 * was given gets the token.
 *
 * <p>Owns a few threads named {@code dial-N}, which end when they have nothing to do, and the client's selector thread, which the JDK
 * ends some seconds after this has become garbage.
 */
public final class JdkHttpAccess implements HttpAccess, AutoCloseable {
    /**
     * The JDK's list of schemes that no proxy gets while a tunnel is asked for. Out of the box {@code Basic} is in it; it is read
     * when the first client is made.
     */
    public static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private static final Logger log = LoggerFactory.getLogger(JdkHttpAccess.class);
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor threads;
    private final HttpClient client;
    private final Duration connectTime;
    private final Map<String, String> headers;

    private JdkHttpAccess(DialSettings settings, URI target, Map<String, String> environment) {
        ProxyAddress proxy = ProxyAddress.choose(target, settings.proxy(), environment);
        connectTime = settings.connectTime();
        headers = new LinkedHashMap<>(settings.headers());
        if (proxy != null && proxy.authorization() != null) {
            headers.put("Proxy-Authorization", proxy.authorization());
            warnOfTunnels();
        }
        check(target);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(connectTime)
                .cookieHandler(Cookies.inMemory())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(
                        // without TLS the JDK would ask each server for an upgrade that proxies misunderstand
                        target.getScheme().equals("https") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
        ProxySelector selector = selector(proxy, ProxyAddress.isForbidden(target, settings.proxy(), environment));
        if (selector != null) {
            builder.proxy(selector);
        }
        if (!settings.trustFile().isEmpty()) {
            builder.sslContext(Trust.with(settings.trustFile(), settings.trustPassword()));
        }
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // must refuse nothing; holds a task or two of each exchange under way
                JdkHttpAccess::thread);
        threads.allowCoreThreadTimeOut(true);
        client = builder.executor(threads).build();
        log.debug("The way out to {} is open. proxy={}", target.getAuthority(), proxy == null ? "none" : proxy);
    }

    /** Returns the settings that it reads. */
    public static List<Setting<?>> settings() {
        return DialSettings.settings();
    }

    /**
     * Makes the way out to one address; nothing is sent.
     *
     * @param target its {@code http} or {@code https} address
     * @throws AgentException {@link Code#CONFIGURATION}, with what to set
     */
    public static JdkHttpAccess to(URI target, Settings settings) {
        return to(target, settings, System.getenv());
    }

    static JdkHttpAccess to(URI target, Settings settings, Map<String, String> environment) {
        String scheme = target.getScheme();
        if (target.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "The address " + target + " cannot be dialled: it must be http:// or https://, with a host.");
        }
        return new JdkHttpAccess(DialSettings.from(settings), target, environment);
    }

    private static @Nullable ProxySelector selector(@Nullable ProxyAddress proxy, boolean forbidden) {
        if (proxy != null) {
            return ProxySelector.of(proxy.address());
        }
        return forbidden ? HttpClient.Builder.NO_PROXY : ProxySelector.getDefault();
    }

    private static void warnOfTunnels() {
        String disabled = System.getProperty(TUNNEL_SCHEMES);
        if (disabled == null || disabled.toLowerCase(Locale.ROOT).contains("basic")) {
            log.warn(
                    "The JDK will not send the proxy's user and password when it tunnels, as WebSocket and https do."
                            + " Start Java with -D{}= to let it.",
                    TUNNEL_SCHEMES);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "dial-" + THREAD_NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Throws if some header may not be set. */
    private void check(URI target) {
        try {
            request(target).build();
        } catch (IllegalArgumentException e) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "Setting " + DialSettings.HEADERS.key() + ": a header's name or value cannot be used: "
                            + e.getMessage() + ".",
                    e);
        }
    }

    @Override
    public HttpClient client() {
        return client;
    }

    @Override
    public HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        headers.forEach(request::setHeader);
        return request;
    }

    @Override
    public WebSocket.Builder webSocket() {
        WebSocket.Builder handshake = client.newWebSocketBuilder().connectTimeout(connectTime);
        headers.forEach(handshake::header);
        return handshake;
    }

    /** Lets the threads go. To be called when no request and no wire is left. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
