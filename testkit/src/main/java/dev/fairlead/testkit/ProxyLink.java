// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.testkit.LinkEvent.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket and the one that was opened to the target for it. Used by the proxy's thread alone.
 *
 * <ol>
 *   <li>the target is being connected to;
 *   <li>bytes flow both ways, until the sides or {@link #end} end it;
 *   <li>it may vanish: then both sockets stay open, nothing passes, and each side's end is kept from the other;
 *   <li>both sockets are closed.
 * </ol>
 */
final class ProxyLink {
    /** How long a side that was sent FIN may take to close. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final int number;
    private final ProxyLoop loop;
    private final FaultLog log;
    private final Consumer<ProxyLink> gone;
    private final ProxySocket client;
    private final ProxySocket target;
    private final ProxyFlow up;
    private final ProxyFlow down;
    private LinkClock clock;
    private @Nullable LinkClock exchangeClock;
    private long lastHeard;
    private boolean vanished;
    private boolean ended;

    private ProxyLink(
            int number,
            ProxyLoop loop,
            FaultLog log,
            Consumer<ProxyLink> gone,
            SocketChannel client,
            SocketChannel target,
            SplittableRandom random)
            throws IOException {
        this.number = number;
        this.loop = loop;
        this.log = log;
        this.gone = gone;
        this.client = ProxySocket.of(client, loop, 0, this::clientReady);
        this.target = ProxySocket.of(target, loop, SelectionKey.OP_CONNECT, this::targetReady);
        this.up = new ProxyFlow(loop, this, this.client, this.target, random.split());
        this.down = new ProxyFlow(loop, this, this.target, this.client, random.split());
        this.lastHeard = loop.now();
        this.clock = LinkClock.start(LinkLimits.NONE, loop, this);
    }

    /**
     * Begins to connect to the target for a client.
     *
     * @param gone is told when the link is no more
     */
    static ProxyLink make(
            int number,
            ProxyLoop loop,
            FaultLog log,
            SocketChannel client,
            InetSocketAddress address,
            SplittableRandom random,
            Consumer<ProxyLink> gone)
            throws IOException {
        SocketChannel target = SocketChannel.open();
        try {
            ProxyLink link = new ProxyLink(number, loop, log, gone, client, target, random);
            link.note(Kind.MADE);
            target.connect(address);
            return link;
        } catch (IOException e) {
            target.close();
            throw e;
        }
    }

    int number() {
        return number;
    }

    /** Changes how it behaves; one that has vanished or ends stays as it is. */
    void become(LinkConditions conditions) {
        if (vanished || ended) {
            return;
        }
        if (conditions.vanishes()) {
            end(LinkEnd.VANISH);
        } else {
            LinkLimits limits = conditions.limits();
            FlowFilter filter =
                    limits.bytes() == Long.MAX_VALUE ? FlowFilter.CLEAR : new CutAfter(limits.bytes(), limits.end());
            clock.stop();
            clock = LinkClock.start(limits, loop, this);
            up.become(conditions);
            down.become(conditions);
            up.filter(filter);
            down.filter(filter);
        }
        proceed();
    }

    /** Ends it after so many bytes more. */
    void endAfter(long bytes, LinkEnd how) {
        if (bytes == 0) {
            end(how);
        } else if (!vanished && !ended) {
            FlowFilter filter = new CutAfter(bytes, how);
            up.filter(filter);
            down.filter(filter);
        }
    }

    /** Has HTTP/1.1 understood on it, with those faults for each exchange. Before the first byte. */
    void speakHttp(Supplier<List<FaultEffect>> faults) {
        HttpLink http = new HttpLink(this, up.outlet(), down.outlet(), faults);
        up.speak(http.fromClient());
        down.speak(http.fromTarget());
    }

    /** Limits it in addition, from now on. */
    void limit(LinkLimits limits) {
        unlimit();
        exchangeClock = LinkClock.start(limits, loop, this);
    }

    /** Takes back what {@link #limit} has set. */
    void unlimit() {
        if (exchangeClock != null) {
            exchangeClock.stop();
        }
    }

    /** Returns when bytes last came from either side. */
    long lastHeard() {
        return lastHeard;
    }

    /** Notes that the proxy has answered a request. */
    void answered() {
        note(Kind.ANSWERED);
    }

    /** Ends it now; what is under way is lost. */
    void end(LinkEnd how) {
        if (ended || (vanished && how == LinkEnd.VANISH)) {
            return;
        }
        switch (how) {
            case FIN -> finish();
            case RESET -> {
                note(Kind.RESET);
                close(true);
            }
            case VANISH -> {
                note(Kind.VANISHED);
                vanish();
                proceed();
            }
        }
    }

    private void finish() {
        note(Kind.CUT);
        ended = true;
        vanish();
        try {
            client.shutdownOutput();
            target.shutdownOutput();
        } catch (IOException alreadyGone) {
            close(true);
            return;
        }
        loop.at(loop.now() + LINGER.toNanos(), () -> close(false));
        proceed();
    }

    private void vanish() {
        vanished = true;
        clock.stop();
        unlimit();
        up.vanish();
        down.vanish();
    }

    private void clientReady() {
        ready(client, up);
    }

    private void targetReady() {
        if (target.isConnectable()) {
            try {
                target.finishConnect();
            } catch (IOException unreachable) {
                lost(down);
                return;
            }
            proceed();
        }
        ready(target, down);
    }

    private void ready(ProxySocket socket, ProxyFlow from) {
        try {
            if (socket.isReadable()) {
                lastHeard = loop.now();
                from.read();
            }
        } catch (IOException reset) {
            lost(from);
            return;
        }
        proceed();
    }

    /** Writes and reads on, as far as it goes. */
    void proceed() {
        proceed(up);
        proceed(down);
        if (vanished ? up.isSourceEnded() && down.isSourceEnded() : up.isOver() && down.isOver()) {
            if (!ended) {
                note(Kind.CLOSED);
            }
            close(false);
        }
    }

    private void proceed(ProxyFlow flow) {
        if (client.isOpen() && target.isConnected()) {
            try {
                flow.proceed();
            } catch (IOException reset) {
                lost(flow == up ? down : up);
            }
        }
    }

    /** The source of a flow is gone without a word. */
    private void lost(ProxyFlow flow) {
        flow.endSource();
        if (vanished) {
            (flow == up ? client : target).close();
            proceed();
        } else {
            note(Kind.BROKEN);
            close(true);
        }
    }

    private void close(boolean reset) {
        ended = true;
        clock.stop();
        unlimit();
        if (reset) {
            client.reset();
            target.reset();
        } else {
            client.close();
            target.close();
        }
        gone.accept(this);
    }

    private void note(Kind kind) {
        log.add(number, kind, up.received(), down.received());
    }
}
