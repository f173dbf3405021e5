// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Where clients come in, and the links that were made for them. Used by the proxy's thread alone, but for {@link #address}. */
final class ProxyPort {
    private static final int MOST_WAITING = 1024;

    private final ProxyLoop loop;
    private final List<InetSocketAddress> targets;
    private final FaultLog log;
    private final long seed;
    private final boolean http;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final Set<ProxyLink> links = new LinkedHashSet<>();
    private LinkConditions conditions = LinkConditions.CLEAR;
    private List<FaultEffect> faults = List.of();
    private boolean shut;
    private boolean allTargets;
    private int made;

    /** Opens the port. */
    ProxyPort(FaultProxy.Builder described, ProxyLoop loop, FaultLog log) throws IOException {
        this.loop = loop;
        this.targets = described.targets();
        this.http = described.speaksHttp();
        this.log = log;
        this.seed = described.seed();
        this.channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(described.listen(), MOST_WAITING);
        } catch (IOException e) {
            channel.close();
            throw new IOException("Port " + described.listen() + " is not to be had: " + e.getMessage() + ".", e);
        }
        this.address = (InetSocketAddress) channel.getLocalAddress();
        loop.watch(channel, SelectionKey.OP_ACCEPT, this::accept);
    }

    InetSocketAddress address() {
        return address;
    }

    /** Accepts one client: before the next one, the thread does what it was given meanwhile. */
    private void accept() {
        try {
            SocketChannel client = channel.accept();
            if (client != null) {
                made++;
                link(client, made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The port of the proxy takes no more connections.", e);
        }
    }

    private void link(SocketChannel client, int number) throws IOException {
        if (shut || conditions.refuses()) {
            log.add(number, LinkEvent.Kind.REFUSED, 0, 0);
            ProxySocket.of(client, loop, 0, () -> {}).reset();
            return;
        }
        SplittableRandom random = new SplittableRandom(seed + number);
        InetSocketAddress target = targets.get(allTargets ? number % targets.size() : 0);
        ProxyLink link = ProxyLink.make(number, loop, log, client, target, random, links::remove);
        links.add(link);
        if (http) {
            link.speakHttp(() -> faults);
        }
        link.become(conditionsOf(number));
    }

    /** Changes how all links behave, those that are to come too. */
    void become(LinkConditions changed) {
        conditions = changed;
        each(link -> link.become(conditionsOf(link.number())));
    }

    /** Changes what goes wrong. */
    void suffer(List<FaultEffect> changed) {
        faults = changed;
        become(conditions);
    }

    private LinkConditions conditionsOf(int link) {
        LinkConditions all = conditions;
        for (FaultEffect fault : faults) {
            all = fault.conditions(all, link);
        }
        return all;
    }

    /** Refuses new links, or takes them again. */
    void shut(boolean changed) {
        shut = changed;
    }

    /** Leads new links to all targets in turn, or to the first alone. */
    void useAllTargets(boolean changed) {
        allTargets = changed;
    }

    /** Turns the links that there are into black holes. */
    void vanish() {
        each(link -> link.become(LinkConditions.CLEAR.vanishing()));
    }

    /** Ends all links. */
    void cut(LinkEnd how) {
        each(link -> link.end(how));
    }

    /** Does to each link what is due. */
    void strike(long stormSeed, long number) {
        each(link -> {
            Strike strike = Strike.of(stormSeed, number, link.number());
            link.endAfter(strike.bytes(), strike.end());
        });
    }

    private void each(Consumer<ProxyLink> action) {
        List.copyOf(links).forEach(action);
    }
}
