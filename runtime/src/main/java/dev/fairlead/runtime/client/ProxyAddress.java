// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on the way out.
 *
 * @param address where it listens, not resolved yet
 * @param authorization what {@code Proxy-Authorization} says, or null for nothing
 */
record ProxyAddress(InetSocketAddress address, @Nullable String authorization) {
    /** The setting's word for no proxy at all. */
    private static final String DIRECT = "direct";

    private static final Map<String, Integer> PORTS = Map.of("http", 80);

    /**
     * Chooses the proxy for a target: what is set, else what the environment says.
     *
     * @param set the setting
     * @return null if neither names one
     */
    static @Nullable ProxyAddress choose(URI target, String set, Map<String, String> environment) {
        if (!set.isEmpty()) {
            return isDirect(set) ? null : read(set, DialSettings.PROXY.key());
        }
        if (new NoProxy(variable(environment, "no_proxy")).covers(target)) {
            return null;
        }
        for (String name : new String[] {target.getScheme() + "_proxy", "all_proxy"}) {
            String text = variable(environment, name);
            if (!text.isEmpty()) {
                return read(text, name);
            }
        }
        return null;
    }

    /** Returns whether the setting or the environment forbids any proxy for that target, the JDK's too. */
    static boolean isForbidden(URI target, String set, Map<String, String> environment) {
        return set.isEmpty() ? new NoProxy(variable(environment, "no_proxy")).covers(target) : isDirect(set);
    }

    private static boolean isDirect(String set) {
        return set.equalsIgnoreCase(DIRECT);
    }

    /** The lower case name counts before the upper case one, as with curl. */
    private static String variable(Map<String, String> environment, String name) {
        String lower = environment.getOrDefault(name, "");
        return (lower.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower).strip();
    }

    /** Reads {@code http://user:password@host:port}; the scheme may be left out. The text is not repeated in errors: it holds a password. */
    private static ProxyAddress read(String text, String origin) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            Integer standard = PORTS.get(String.valueOf(uri.getScheme()));
            if (standard == null) {
                throw new AgentException(
                        Code.CONFIGURATION,
                        "The proxy in " + origin + " is of the kind " + uri.getScheme()
                                + "; only HTTP proxies can be used: http://HOST:PORT.");
            }
            if (uri.getHost() != null) {
                int port = uri.getPort() < 0 ? standard : uri.getPort();
                return new ProxyAddress(
                        InetSocketAddress.createUnresolved(host(uri), port), authorization(uri.getUserInfo()));
            }
        } catch (URISyntaxException e) {
            // the sentence below says it, without the password that the cause would show
        }
        throw new AgentException(
                Code.CONFIGURATION,
                "The proxy in " + origin + " is not understood; it must be http://HOST:PORT or"
                        + " http://USER:PASSWORD@HOST:PORT, with special characters percent-encoded.");
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static @Nullable String authorization(@Nullable String user) {
        return user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return address.getHostString() + ":" + address.getPort();
    }
}
