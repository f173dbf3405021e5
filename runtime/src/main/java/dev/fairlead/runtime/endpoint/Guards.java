// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a call must pass before anything is done for it (wire.md 2.9): a {@code Host} that is known, so that a name which was rebound
 * to this machine is refused; an {@code Origin} that is allowed, if there is one; the token or the cookie given for it, if one is asked for.
 */
public final class Guards {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]/@\\s]+)(:\\d{1,5})?");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEARER = "bearer";
    private static final String SCHEME = BEARER + " ";

    private final Set<String> hosts;
    private final Set<String> origins;
    private final String listenHost;
    private final InetAddress listenAddress;
    private final byte @Nullable [] token;
    private final @Nullable Entrance entrance;

    /** The Host header that was found good last: nearly all calls bring the same. */
    private volatile String lastHost = "";

    /**
     * Creates the guards of a gateway.
     *
     * @param listen the address that the engine listens on
     * @param token what callers must show, or null if nothing
     */
    public Guards(EndpointSettings settings, InetSocketAddress listen, @Nullable String token) {
        this.hosts = settings.allowedHosts();
        this.origins = settings.allowedOrigins();
        this.listenHost = listen.getHostString().toLowerCase(Locale.ROOT);
        this.listenAddress = listen.getAddress();
        this.token = token == null ? null : digest(token);
        this.entrance = token == null ? null : new Entrance(token, Clock.systemUTC());
    }

    /** Returns how browsers get in without the token, or null if there is none. */
    public @Nullable Entrance entrance() {
        return entrance;
    }

    /** Returns whether a call names this machine itself: over plain HTTP, too, browsers trust such a name. */
    static boolean isLoopback(HttpCall call) {
        Matcher authority = AUTHORITY.matcher(String.valueOf(call.header("Host")));
        if (!authority.matches()) {
            return false;
        }
        String host = authority.group(1).toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(host) || host.startsWith("127.") || host.endsWith(".localhost");
    }

    /** Throws unless the call came to a name that is ours; {@link Code#INVALID_MESSAGE} or {@link Code#FORBIDDEN}. */
    void checkHost(HttpCall call) {
        List<String> values = call.headers("Host");
        String value = values.size() == 1 ? values.get(0) : "";
        if (!value.isEmpty() && value.equals(lastHost)) {
            return;
        }
        Matcher authority = AUTHORITY.matcher(value);
        if (!authority.matches()) {
            throw new AgentException(Code.INVALID_MESSAGE, "The request has no usable Host header.");
        }
        String host = authority.group(1).toLowerCase(Locale.ROOT);
        boolean known = LOOPBACK.contains(host)
                || host.equals(listenHost)
                || hosts.contains(host)
                || hosts.contains(EndpointSettings.ANY)
                || isListenAddress(host);
        if (!known) {
            throw new AgentException(
                    Code.FORBIDDEN,
                    "The name in the Host header is not known here. Whoever runs the gateway can add it to allowed-hosts.");
        }
        lastHost = value;
    }

    /** Returns whether this is the address listened on, or any where we listen on all: no one can rebind an address, as one can a name. */
    private boolean isListenAddress(String host) {
        if (!host.startsWith("[")) {
            return listenAddress.isAnyLocalAddress()
                    ? host.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')
                    : host.equals(listenAddress.getHostAddress());
        }
        try {
            return listenAddress.isAnyLocalAddress()
                    || InetAddress.getByName(host).equals(listenAddress);
        } catch (UnknownHostException e) { // in brackets it is never looked up
            return false;
        }
    }

    /** Returns the call's origin if it has one, which is allowed; throws {@link Code#FORBIDDEN} if it is not. */
    @Nullable String checkOrigin(HttpCall call) {
        List<String> values = call.headers("Origin");
        if (values.isEmpty()) {
            return null;
        }
        String origin = values.get(0);
        if (values.size() == 1
                && (origins.contains(origin.toLowerCase(Locale.ROOT))
                        || origins.contains(EndpointSettings.ANY)
                        || isOwn(origin, call))) {
            return origin;
        }
        throw new AgentException(
                Code.FORBIDDEN,
                "Pages of this origin may not call the gateway. Whoever runs it can add the origin to allowed-origins.");
    }

    private static boolean isOwn(String origin, HttpCall call) {
        String host = call.header("Host");
        return host != null
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }

    /** Returns who calls; throws {@link Code#UNAUTHORIZED} if that is not proved. */
    String principal(HttpCall call) {
        if (token == null) {
            return Peer.ANONYMOUS;
        }
        if (entrance != null && entrance.admits(call)) {
            return BEARER;
        }
        List<String> values = call.headers("Authorization");
        if (values.size() == 1 && values.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            String given = values.get(0).substring(SCHEME.length()).strip();
            if (MessageDigest.isEqual(digest(given), token)) {
                return BEARER;
            }
        }
        throw new AgentException(
                Code.UNAUTHORIZED, "A valid token is needed: send the header Authorization: Bearer TOKEN.");
    }

    /** Digests have one length, so that comparing tells nothing of the token's. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
