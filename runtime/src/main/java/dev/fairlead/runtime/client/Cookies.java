// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.util.Locale;

/**
 * The JDK's cookies, as RFC 6265 has them: a load balancer finds the gateway again by one. They live as long as the process.
 *
 * <p>Left alone the JDK takes a cookie with {@code Max-Age} for one of RFC 2965, whose form on the way back no server reads, and
 * refuses a cookie for a whole domain unless a dot stands in front of it.
 */
final class Cookies {
    private Cookies() {}

    static CookieHandler inMemory() {
        return new CookieManager(null, Cookies::accept);
    }

    private static boolean accept(URI uri, HttpCookie cookie) {
        if (uri == null || uri.getHost() == null || cookie.getDomain() == null) {
            return false;
        }
        cookie.setVersion(0);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        String domain = cookie.getDomain().toLowerCase(Locale.ROOT);
        String bare = domain.startsWith(".") ? domain.substring(1) : domain;
        boolean ours = host.equals(bare) // RFC 6265 §5.1.3
                || domain.equals(host + ".local") // what the JDK names a host without a dot
                || (host.endsWith("." + bare) && bare.indexOf('.') > 0 && !isAddress(host));
        return ours && (!cookie.getSecure() || uri.getScheme().equals("https"));
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
