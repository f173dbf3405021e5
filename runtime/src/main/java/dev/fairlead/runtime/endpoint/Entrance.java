// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a browser gets in, which cannot send a token with a page or a WebSocket: by a cookie, for which a ticket is given, once (wire.md 2.9).
 *
 * <p>A cookie is signed with the token: it holds as long as the token does, over restarts too, and nothing has to be remembered of it.
 * Over TLS it is {@code Secure} and has the prefix {@code __Host-} (RFC 6265bis §4.1.3.2): it never travels in the clear, and no other
 * host may set it. Where a proxy ends TLS, the browser's own word tells so: an {@code Origin} of https, or fetch metadata, which browsers
 * send to no plain address but loopback ones. Thread-safe.
 */
public final class Entrance {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final String HOST_ONLY = "__Host-";
    private static final int TICKET_BYTES = 16;
    private static final Pattern TICKET = Pattern.compile("(?:.*&)?ticket=([\\w-]{1,128})(?:&.*)?");
    private static final Pattern VALUE = Pattern.compile("(\\d{1,15})\\.([\\w-]{43})");

    private final byte[] key;
    private final Clock clock;
    private final String cookie;
    private final String ticket;
    private final AtomicBoolean redeemed = new AtomicBoolean();

    /** Creates the entrance of a gateway that asks for that token. */
    public Entrance(String token, Clock clock) {
        this.key = token.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
        // Cookies know no ports: two gateways on one host must not overwrite each other's.
        this.cookie = "fairlead-" + HexFormat.of().formatHex(sign("name"), 0, 4);
        byte[] random = new byte[TICKET_BYTES];
        new SecureRandom().nextBytes(random);
        this.ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Returns the one ticket, for the address of a page: {@code /?ticket=…}. */
    public String ticket() {
        return ticket;
    }

    /** Answers a call that brings a ticket: with the cookie if the ticket is good, and with the way to the page without it. Returns whether it did. */
    boolean redeem(HttpCall call) {
        Matcher given = TICKET.matcher(call.query());
        if (!call.method().equals("GET") || !given.matches()) {
            return false;
        }
        boolean good = MessageDigest.isEqual(utf8(given.group(1)), utf8(ticket)) && redeemed.compareAndSet(false, true);
        Map<String, String> headers = new HashMap<>();
        headers.put("Location", "/"); // never what the caller says
        headers.put("Cache-Control", "no-store");
        headers.put("Referrer-Policy", "no-referrer");
        if (good) {
            headers.put("Set-Cookie", cookieFor(call));
        }
        Answers.status(call, 303, headers);
        return true;
    }

    /** Gives the cookie to somebody who has proved who it is. */
    void give(HttpCall call) {
        Answers.status(call, 204, Map.of("Cache-Control", "no-store", "Set-Cookie", cookieFor(call)));
    }

    /** Returns whether a call brings a cookie of ours that still holds. */
    boolean admits(HttpCall call) {
        return call.headers("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip)
                .map(pair -> pair.startsWith(HOST_ONLY) ? pair.substring(HOST_ONLY.length()) : pair)
                .filter(pair -> pair.startsWith(cookie + "="))
                .anyMatch(pair -> holds(pair.substring(cookie.length() + 1)));
    }

    private String cookieFor(HttpCall call) {
        boolean secure = isSecure(call);
        String until = Long.toString(clock.instant().plus(LIFE).getEpochSecond());
        return (secure ? HOST_ONLY : "") + cookie + "=" + until + "." + signature(until) + "; Path=/; Max-Age="
                + LIFE.toSeconds() + "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }

    /** Returns whether the browser came over TLS. Not what a proxy says counts, but what the browser does, whose own cookie it is. */
    private static boolean isSecure(HttpCall call) {
        String origin = call.header("Origin");
        boolean says = origin == null
                ? call.header("Sec-Fetch-Site") != null && !Guards.isLoopback(call)
                : origin.startsWith("https://");
        return call.isSecure() || says;
    }

    private boolean holds(String value) {
        Matcher parts = VALUE.matcher(value);
        return parts.matches()
                && MessageDigest.isEqual(utf8(signature(parts.group(1))), utf8(parts.group(2)))
                && clock.instant().getEpochSecond() < Long.parseLong(parts.group(1));
    }

    private String signature(String until) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sign("cookie until " + until));
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HMAC-SHA-256.", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
