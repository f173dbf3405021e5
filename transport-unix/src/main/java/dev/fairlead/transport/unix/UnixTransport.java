// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.unix;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Carries messages both ways over Unix-domain sockets: {@code unix:/path/of/the/socket}. */
public final class UnixTransport implements Transport {
    static final Setting<String> PATH = Setting.text(
            "transport.unix.path",
            "",
            "The socket file to serve at, such as /run/user/1000/fairlead.sock; empty means that none is served.");

    private static final String SCHEME = "unix";

    private final Loop dialled = new Loop("unix-dial");

    @Override
    public String id() {
        return "unix";
    }

    @Override
    public int rank() {
        return 50;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(PATH);
    }

    @Override
    public boolean serves() {
        return true;
    }

    @Override
    public Setting<String> servesAt() {
        return PATH;
    }

    @Override
    public RunningTransport serve(ServeContext context) {
        return UnixServer.start(context, Path.of(context.settings().get(PATH)));
    }

    @Override
    public boolean dials(Target target) {
        return target instanceof Target.Address address
                && SCHEME.equals(address.uri().getScheme())
                && address.uri().getPath() != null;
    }

    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        if (!dials(context.target())) {
            return Transport.super.dial(context);
        }
        if (context.resumption().connectionId() != null) {
            return CompletableFuture.failedStage(new AgentException(
                    Code.UNSUPPORTED, "A connection over a Unix-domain socket ends with it: it cannot go on."));
        }
        String path = ((Target.Address) context.target()).uri().getPath();
        CompletableFuture<Wire> opened = new CompletableFuture<>();
        dialled.execute(() -> connect(path, context, opened));
        return opened;
    }

    private void connect(String path, DialContext context, CompletableFuture<Wire> opened) {
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
            UnixWire wire = new UnixWire(
                    new Peer(id(), path, Peer.ANONYMOUS),
                    dialled,
                    channel,
                    context.limits().bytes());
            if (opened.complete(wire)) {
                wire.start(context.listener());
            } else {
                wire.close(CloseReason.NORMAL); // who dialled did not wait
            }
        } catch (IOException | RuntimeException e) {
            opened.completeExceptionally(
                    new AgentException(Code.AGENT_UNAVAILABLE, "Nobody listens at the socket that was dialled.", e));
        }
    }
}
