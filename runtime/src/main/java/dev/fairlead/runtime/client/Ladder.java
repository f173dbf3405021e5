// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.Target;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In which order one connection tries transports: the one that worked last first, those that died young twice in a row last
 * (wire.md 2.7). Guarded by its connection.
 */
final class Ladder {
    private static final int LEFT_AFTER = 2;
    private static final Duration LEFT_FOR = Duration.ofMinutes(5);

    private final List<Way> ways;
    private final Map<String, Integer> youngDeaths = new HashMap<>(2);
    private final Map<String, Long> leftAt = new HashMap<>(2);
    private final Set<String> rejected = new HashSet<>(2);
    private @Nullable String favourite;

    Ladder(List<Way> ways, @Nullable String favourite) {
        this.ways = ways;
        this.favourite = favourite;
    }

    /** Returns the name of the way from here to there, for {@link PathMemory}. */
    static String path(Target target) {
        if (!(target instanceof Target.Address address)) {
            return target.toString();
        }
        URI uri = address.uri();
        TreeSet<String> networks = new TreeSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(local -> !local.isLoopbackAddress() && !local.isLinkLocalAddress())
                    .forEach(local -> networks.add(String.valueOf(local.getHostAddress())));
        } catch (SocketException e) {
            networks.add("unknown");
        }
        return uri.getScheme() + "://" + uri.getAuthority() + " from " + String.join(",", networks);
    }

    /** Returns whether the first rung is known to work. */
    boolean isKnown(long now) {
        return favourite != null && order(now).get(0).id().equals(favourite);
    }

    /** Returns the ways in the order in which they are to be tried. */
    List<Way> order(long now) {
        List<Way> first = new ArrayList<>();
        List<Way> rest = new ArrayList<>();
        List<Way> left = new ArrayList<>();
        for (Way way : ways) {
            if (rejected.contains(way.id())) {
                continue;
            }
            boolean isLeft = isLeft(way.id(), now);
            boolean isFavourite = way.id().equals(favourite);
            (isLeft ? left : isFavourite ? first : rest).add(way);
        }
        first.addAll(rest);
        first.addAll(left);
        return first;
    }

    /** Returns the ways that are better than one, and were not left, the best first. */
    List<Way> above(String transport, long now) {
        List<Way> above = new ArrayList<>();
        for (Way better : ways) {
            if (better.id().equals(transport)) {
                break;
            }
            if (!isLeft(better.id(), now)) {
                above.add(better);
            }
        }
        return above;
    }

    /** Returns whether there is no better transport. */
    boolean isBest(String transport) {
        return ways.get(0).id().equals(transport);
    }

    /**
     * Learns that a transport works.
     *
     * @param unbegun whether it has yet to show that it carries the beginning of a connection
     */
    void works(String transport, boolean unbegun) {
        favourite = transport;
        if (!unbegun) {
            rejected.clear();
        }
    }

    /** Returns whether a transport was left that did not carry the beginning of a connection. */
    boolean isRejecting() {
        return !rejected.isEmpty();
    }

    /** Learns that a wire that worked has ended by itself. */
    void ended(String transport, Duration lived, long now) {
        if (lived.compareTo(Backoff.STABLE) >= 0) {
            youngDeaths.remove(transport);
        } else if (youngDeaths.merge(transport, 1, Integer::sum) >= LEFT_AFTER && ways.size() > 1) {
            youngDeaths.remove(transport);
            leftAt.put(transport, now);
        }
    }

    /**
     * Leaves a transport that does not carry even the beginning of a connection, until another does: each try may cost an agent.
     *
     * @return whether there is another to be tried
     */
    boolean leave(String transport, long now) {
        leftAt.put(transport, now);
        boolean another = ways.stream().anyMatch(way -> !isLeft(way.id(), now));
        if (another) {
            rejected.add(transport);
        } else {
            rejected.clear();
        }
        return another;
    }

    private boolean isLeft(String transport, long now) {
        Long since = leftAt.get(transport);
        return since != null && now - since < LEFT_FOR.toNanos();
    }
}
