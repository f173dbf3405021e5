// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.HttpEngine;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.RunningEngine;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.testkit.FaultProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves a transport and dials it, both in this JVM. Immutable; each {@code with…} gives a copy.
 *
 * <p>Without a target it is served below {@code /acp} by the {@link HttpEngine} that {@link ServiceLoader} finds, and a
 * {@link FaultProxy} stands between the ends.
 */
public final class Loopback {
    static final String CONNECTION = "00000000000000000000000000000001";
    private static final String CLIENT = "00000000000000000000000000000002";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long PATIENCE_SECONDS = 20;

    private final Transport transport;
    private final Settings settings;
    private final @Nullable Target target;
    private final Function<Ear, Berth> berth;

    private Loopback(Transport transport, Settings settings, @Nullable Target target, Function<Ear, Berth> berth) {
        this.transport = transport;
        this.settings = settings;
        this.target = target;
        this.berth = berth;
    }

    /** Returns the loopback of a transport over HTTP. */
    public static Loopback of(Transport transport) {
        return new Loopback(transport, Settings.NONE, null, OneWire::new);
    }

    /** Sets what both ends are given as settings. */
    public Loopback withSettings(Settings replacement) {
        return new Loopback(transport, replacement, target, berth);
    }

    /**
     * Names what is to be dialled, for a transport that is not served over HTTP; its settings say where it serves. The dial begins a
     * connection. Nothing stands between the ends: {@link Ends#cut} is {@link Wire#close} of the far one with
     * {@link dev.fairlead.api.CloseReason#LINK_LOST}.
     */
    public Loopback withTarget(Target replacement) {
        return new Loopback(transport, settings, replacement, berth);
    }

    /** Makes one wire of many, for a transport whose wires end with what they carry, as polls do. */
    public Loopback withBerth(Function<Ear, Berth> replacement) {
        return new Loopback(transport, settings, target, replacement);
    }

    /** Opens a pair of ends whose near one is served, and whose far one is dialled. */
    public Ends down(Opening opening) throws Exception {
        return open(opening.near(), MessageLimits.STANDARD, opening.far(), opening.limits(), false);
    }

    /** Opens a pair of ends whose near one is dialled, and whose far one is served. */
    public Ends up(Opening opening) throws Exception {
        return open(opening.far(), opening.limits(), opening.near(), MessageLimits.STANDARD, true);
    }

    /** Dials an address where nobody listens. */
    public CompletionStage<Wire> inVain(WireListener listener) {
        URI nowhere = URI.create("http://127.0.0.1:1" + StandIn.PATH);
        return dial(new Target.Address(nowhere), listener, MessageLimits.STANDARD);
    }

    private Ends open(Ear serving, MessageLimits served, Ear dialling, MessageLimits dialled, boolean up)
            throws Exception {
        Berth place = berth.apply(serving);
        StandIn runtime = new StandIn(transport.id(), settings, served, place);
        LoopbackEnds ends = new LoopbackEnds();
        try {
            Target reached = target;
            if (reached == null) {
                ends.engine = engine(runtime);
                ends.proxy = FaultProxy.to(ends.engine.address()).start();
                reached = new Target.Address(
                        URI.create("http://127.0.0.1:" + ends.proxy.address().getPort() + StandIn.PATH));
            }
            requireOffered(reached);
            ends.running = transport.serve(runtime);
            Wire dialledWire =
                    dial(reached, dialling, dialled).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Wire servedWire = place.wire().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            ends.near = up ? dialledWire : servedWire;
            ends.far = up ? servedWire : dialledWire;
            return ends;
        } catch (Exception e) {
            ends.close();
            throw e;
        }
    }

    /** A gateway asks before it calls; so a transport that only forgot to say yes would pass here and never be used. */
    private void requireOffered(Target reached) {
        if (!transport.serves()) {
            throw new IllegalStateException("Transport '" + transport.id()
                    + "' is never asked to serve: its serves() returns false. Override it.");
        }
        if (!transport.dials(reached)) {
            throw new IllegalStateException("Transport '" + transport.id() + "' is never asked to dial " + reached
                    + ": its dials(Target) returns false for it.");
        }
    }

    private static RunningEngine engine(StandIn runtime) {
        HttpEngine engine = ServiceLoader.load(HttpEngine.class)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "No HTTP engine is on the class path. Add fairlead-http-undertow to the tests, or name a target."));
        return engine.start(Settings.NONE, ANY_PORT, runtime);
    }

    private CompletionStage<Wire> dial(Target reached, WireListener listener, MessageLimits limits) {
        Resumption resumption = target == null ? new Resumption(CONNECTION, CLIENT, Streams.ALL, 0L) : Resumption.PLAIN;
        return transport.dial(new DialContext(reached, resumption, PlainAccess.INSTANCE, settings, limits, listener));
    }
}
