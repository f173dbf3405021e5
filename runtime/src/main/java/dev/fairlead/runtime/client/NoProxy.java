// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code no_proxy} says: names (which cover what ends in them), addresses, blocks of addresses such as {@code 10.0.0.0/8}, each with or
 * without a port, and {@code *}. This machine itself is covered always.
 */
final class NoProxy {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");
    private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[[^]]+]):(\\d{1,5})");

    private final List<String> entries;

    NoProxy(String text) {
        entries = Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    boolean covers(URI target) {
        String host = target.getHost().toLowerCase(Locale.ROOT);
        InetAddress address = address(host);
        if (host.equals("localhost") || (address != null && address.isLoopbackAddress())) {
            return true;
        }
        int port = target.getPort() > 0 ? target.getPort() : target.getScheme().equals("https") ? 443 : 80;
        return entries.stream().anyMatch(entry -> covers(entry, host, address, port));
    }

    private static boolean covers(String entry, String host, @Nullable InetAddress address, int port) {
        var withPort = WITH_PORT.matcher(entry);
        String wanted = entry;
        if (withPort.matches()) {
            if (Integer.parseInt(withPort.group(2)) != port) {
                return false;
            }
            wanted = withPort.group(1);
        }
        if (wanted.equals("*")) {
            return true;
        }
        if (address != null) {
            return covers(wanted, address);
        }
        String name =
                wanted.startsWith("*.") ? wanted.substring(2) : wanted.startsWith(".") ? wanted.substring(1) : wanted;
        return host.equals(name) || host.endsWith("." + name);
    }

    private static boolean covers(String block, InetAddress address) {
        int slash = block.indexOf('/');
        InetAddress base = address(slash < 0 ? block : block.substring(0, slash));
        if (base == null || base.getAddress().length != address.getAddress().length) {
            return false;
        }
        int bits = base.getAddress().length * 8;
        int fixed = bits;
        if (slash >= 0) {
            String length = block.substring(slash + 1);
            if (!length.matches("\\d{1,3}")) {
                return false;
            }
            fixed = Math.min(bits, Integer.parseInt(length));
        }
        return new BigInteger(1, base.getAddress())
                        .xor(new BigInteger(1, address.getAddress()))
                        .shiftRight(bits - fixed)
                        .signum()
                == 0;
    }

    /** Reads a numeric address; a name is never looked up. */
    private static @Nullable InetAddress address(String text) {
        try {
            return ADDRESS.matcher(text).matches() ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
