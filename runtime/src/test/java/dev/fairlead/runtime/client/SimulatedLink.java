// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A link that stays: a WebSocket, or an event stream, which carries nothing up. Seen from both ends. */
final class SimulatedLink {
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    /** The last thing on a link that somebody has closed. */
    private record Closed(CloseReason reason) {}

    final String transport;
    final CompletableFuture<Wire> dialled = new CompletableFuture<>();
    private final BothEnds world;
    private final DialContext context;
    private final WireListener client;
    private final LinkDirection up;
    private final LinkDirection down;
    private @Nullable WireListener gateway;
    private boolean serverOver;
    private boolean clientOver;
    private boolean clientOpen;
    private boolean clientTold;
    private boolean serverTold;

    SimulatedLink(BothEnds world, String transport, DialContext context) {
        this.world = world;
        this.transport = transport;
        this.context = context;
        this.client = world.fault.listener(context.listener());
        this.up = new LinkDirection(world);
        this.down = new LinkDirection(world);
        down.opens(this::toClient);
    }

    // ---- the beginning

    /** The request has arrived at the gateway. */
    void attach() {
        if (serverOver) {
            return;
        }
        Resumption from = context.resumption();
        Attachment attachment;
        try {
            attachment = world.gateway.attach(world.fault.request(new AttachRequest(
                    new Peer(transport, "nowhere", Peer.ANONYMOUS),
                    from.connectionId(),
                    from.client(),
                    from.streams(),
                    from.after(),
                    true,
                    true)));
        } catch (AgentException refusal) {
            world.invariants.trace("{} link is refused: {}", transport, refusal.getMessage());
            serverOver = true;
            serverTold = true;
            down.putLast(refusal);
            return;
        }
        Notice attached = new Notice.Attached(
                attachment.connectionId(),
                world.fault.received(attachment.received()),
                world.limits.heartbeat(),
                world.limits.message());
        var unused = down.put(List.of(attached)).whenComplete((told, failure) -> {
            if (failure == null && !serverOver) {
                gateway = attachment.start(new GatewayEnd());
                up.opens(this::toGateway);
            } else {
                attachment.abandon(CloseReason.LINK_LOST);
            }
        });
    }

    // ---- the gateway's end

    private final class GatewayEnd implements Wire {
        @Override
        public Peer peer() {
            return new Peer(transport, "nowhere", Peer.ANONYMOUS);
        }

        @Override
        public CompletionStage<Void> write(List<Event> batch) {
            world.tally.count(transport + (batch.size() > 1 ? " batch" : " event"));
            return down.put(batch);
        }

        @Override
        public CompletionStage<Void> tell(Notice notice) {
            return down.put(List.of(notice));
        }

        @Override
        public void close(CloseReason reason) {
            world.scheduler.execute(() -> {
                if (!serverOver) {
                    down.putLast(new Closed(CloseReason.LINK_LOST));
                    endServer(reason);
                }
            });
        }
    }

    private CompletionStage<Void> toGateway(Object thing) {
        WireListener hears = gateway;
        if (hears == null || serverOver) {
            return GO_ON;
        }
        if (thing instanceof Event event) {
            return hears.onMessage(event.sequence(), bytes(event.message()));
        } else if (thing instanceof Closed) {
            endServer(CloseReason.LINK_LOST);
        } else if (thing instanceof Notice.Acknowledged acknowledged) {
            hears.onAlive();
            hears.onAcknowledged(acknowledged.sequence());
        } else {
            hears.onAlive();
        }
        return GO_ON;
    }

    /** Its listener is told in a turn of its own [6.2]. */
    private void endServer(CloseReason reason) {
        if (serverOver) {
            return;
        }
        serverOver = true;
        world.invariants.trace("gateway: {} link is over: {}", transport, reason);
        world.scheduler.execute(() -> {
            up.end();
            down.endsWriter();
            serverTold = true;
            if (gateway != null) {
                gateway.onClosed(reason);
            }
        });
    }

    // ---- the client's end

    private final class ClientEnd implements Wire {
        @Override
        public Peer peer() {
            return new Peer(transport, "nowhere", Peer.ANONYMOUS);
        }

        @Override
        public CompletionStage<Void> write(List<Event> batch) {
            world.tally.count(transport + " up");
            return up.put(batch);
        }

        @Override
        public CompletionStage<Void> tell(Notice notice) {
            return up.put(List.of(notice));
        }

        @Override
        public void close(CloseReason reason) {
            world.scheduler.execute(() -> {
                if (!clientOver) {
                    up.putLast(new Closed(reason));
                    endClient(reason);
                }
            });
        }
    }

    private CompletionStage<Void> toClient(Object thing) {
        if (clientOver) {
            return GO_ON;
        }
        if (thing instanceof Event event) {
            return client.onMessage(world.fault.numberDown(event.sequence()), bytes(event.message()));
        } else if (thing instanceof AgentException refusal) {
            clientOver = true;
            clientTold = true;
            dialled.completeExceptionally(refusal);
        } else if (thing instanceof Closed closed) {
            endClient(closed.reason());
        } else if (thing instanceof Notice.End end) {
            endClient(end.reason());
        } else if (thing instanceof Notice.Acknowledged acknowledged) {
            client.onAcknowledged(acknowledged.sequence());
        } else if (thing instanceof Notice.Heartbeat) {
            client.onAlive();
        } else if (thing instanceof Notice notice) {
            client.onNotice(notice);
            if (!clientOpen) {
                clientOpen = true;
                dialled.complete(new ClientEnd());
            }
        }
        return GO_ON;
    }

    private void endClient(CloseReason reason) {
        if (clientOver) {
            return;
        }
        clientOver = true;
        world.invariants.trace("client: {} link is over: {}", transport, reason);
        world.scheduler.execute(() -> {
            down.end();
            up.endsWriter();
            clientTold = true;
            if (clientOpen) {
                client.onClosed(reason);
            } else {
                dialled.completeExceptionally(new AgentException(reason.code(), reason.detail()));
            }
        });
    }

    private static byte[] bytes(Message message) {
        byte[] bytes = new byte[message.size()];
        message.utf8().get(bytes);
        return bytes;
    }

    // ---- the network

    /** The link breaks, and both ends are told. */
    void cut() {
        world.invariants.trace("{} is cut", this);
        up.leak();
        down.leak();
        endClient(CloseReason.LINK_LOST);
        endServer(CloseReason.LINK_LOST);
    }

    /** The client's transport has waited long enough for an answer. */
    void giveUp() {
        if (!dialled.isDone()) {
            endClient(CloseReason.LINK_LOST);
        }
    }

    /** Nothing arrives any more, and neither end is told. */
    void silence() {
        world.invariants.trace("{} is half open", this);
        up.leak();
        down.leak();
    }

    void stall(boolean now) {
        up.stall(now);
        down.stall(now);
    }

    boolean isOpenAtClient() {
        return clientOpen && !clientTold;
    }

    boolean isGone() {
        return clientTold && serverTold;
    }

    /** Returns whether either end still has it. */
    boolean isLeft() {
        return isOpenAtClient() || (gateway != null && !serverTold);
    }

    @Override
    public String toString() {
        return transport + " link " + (clientOver ? "" : "client ") + (serverOver ? "" : "gateway ") + up + down;
    }
}
