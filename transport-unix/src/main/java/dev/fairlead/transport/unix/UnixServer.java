// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.unix;

import static java.nio.channels.SelectionKey.OP_ACCEPT;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.OpenWires;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Streams;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts sockets and keeps the open ones so that they can be stopped. */
final class UnixServer implements RunningTransport {
    private static final Logger log = LoggerFactory.getLogger(UnixServer.class);

    private final Loop loop = new Loop("unix-serve");
    private final OpenWires<UnixWire> wires = new OpenWires<>();
    private final ServeContext context;
    private final SocketFile file;
    private final ServerSocketChannel server;
    private long accepted; // the loop's thread

    private UnixServer(ServeContext context, SocketFile file, ServerSocketChannel server) {
        this.context = context;
        this.file = file;
        this.server = server;
    }

    /** Listens, and begins to accept. */
    static UnixServer start(ServeContext context, Path path) {
        SocketFile file = new SocketFile(path);
        UnixServer server = new UnixServer(context, file, file.listen());
        server.loop.execute(server::watch);
        return server;
    }

    private void watch() {
        try {
            loop.watch(server, OP_ACCEPT, this::accept);
        } catch (IOException e) {
            log.error("Nothing is accepted at {}. transport=unix", file.path(), e);
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                open(channel);
            }
        } catch (IOException e) {
            log.warn("A socket was not accepted: {} transport=unix", e.getMessage());
        }
    }

    private void open(SocketChannel channel) throws IOException {
        Peer peer = new Peer("unix", file.path() + " " + ++accepted, Peer.ANONYMOUS);
        UnixWire wire = new UnixWire(peer, loop, channel, context.limits().bytes());
        try {
            wire.start(context.attach(new AttachRequest(peer, null, null, Streams.ALL, null, false, false))
                    .start(wire));
        } catch (AgentException refusal) {
            log.warn("A client was refused: {} transport=unix peer={}", refusal.getMessage(), peer.address());
            channel.close();
            return;
        }
        wires.keep(wire, wire.closed());
    }

    /** Takes the name away and closes all sockets. There is nothing to force: closing one takes no time. */
    @Override
    public CompletionStage<Void> stop(Duration grace) {
        return CompletableFuture.runAsync(this::refuse, loop::execute)
                .thenCompose(nothing -> wires.stop(grace, wire -> {}));
    }

    private void refuse() {
        try {
            if (server.isOpen()) {
                file.remove();
                server.close();
            }
        } catch (IOException e) {
            log.warn("The socket file {} was not removed: {} transport=unix", file.path(), e.getMessage());
        }
    }
}
