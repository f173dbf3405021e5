// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import dev.fairlead.api.Agent;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.runtime.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A child process that writes as fast as it can, through the gateway to a WebSocket; against a bare reader of its stdout, and against
 * one that also passes the bytes on to a client, which is the least that anything between the two must do.
 */
final class ChildDrain implements Trial {
    private static final double TARGET = 0.8;
    private static final int ON_THE_WIRE = 4 + 8 + 200;
    private static final int IN_THE_PIPE = 201;

    private final String mode;

    /** Creates the trial for a mode of {@link Child}. */
    ChildDrain(String mode) {
        this.mode = mode;
    }

    @Override
    public String name() {
        return "child-" + mode;
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        String what = "child that writes as fast as it can, "
                + (mode.equals("line") ? "a write a message" : "64 KiB a write");
        Rounds.Outcome reader = rounds.compare(this::gateway, this::bare).get(0);
        List<Rounds.Outcome> relay = rounds.compare(this::gateway, this::relay);
        return List.of(
                Figure.ofRates(what, reader, "bare reader of its stdout", TARGET),
                Figure.ofRates(what, relay.get(0), "bare relay to a client"),
                Figure.ofRates(what + ", a second of CPU", relay.get(1), "bare relay to a client"));
    }

    /** Returns the child as an agent. */
    static Agent agent(String mode) {
        return Gateway.command(new Target.Command(Child.command(mode), null, Map.of()), Settings.NONE);
    }

    private double[] gateway(Rounds rounds) throws IOException, InterruptedException {
        try (Served served = new Served(agent(mode));
                ClientLoop loop = new ClientLoop()) {
            loop.add(new Dial(served.address()).fairleadWebSocket(LoadAgent.BLAST, 0), new Acknowledging());
            return messages(rounds.rates(loop::bytes), ON_THE_WIRE);
        }
    }

    private double[] bare(Rounds rounds) throws IOException, InterruptedException {
        Process child = Child.begun(mode);
        AtomicLong bytes = new AtomicLong();
        Thread reader =
                new Thread(() -> drain(child.getInputStream(), (buffer, count) -> bytes.lazySet(bytes.get() + count)));
        reader.start();
        double[] rates = rounds.rates(bytes::get);
        child.destroyForcibly().waitFor();
        reader.join();
        return messages(rates, IN_THE_PIPE);
    }

    private double[] relay(Rounds rounds) throws IOException, InterruptedException {
        Process child = Child.begun(mode);
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                ClientLoop loop = new ClientLoop()) {
            loop.add(SocketChannel.open(server.getLocalAddress()), (bytes, from) -> {});
            SocketChannel client = server.accept();
            Thread relay = new Thread(() -> drain(
                    child.getInputStream(),
                    (buffer, count) -> ClientLoop.write(client, ByteBuffer.wrap(buffer, 0, count))));
            relay.start();
            double[] rates = rounds.rates(loop::bytes);
            child.destroyForcibly().waitFor();
            relay.join();
            client.close();
            return messages(rates, IN_THE_PIPE);
        }
    }

    private static double[] messages(double[] rates, int bytes) {
        return new double[] {rates[0] / bytes, rates[1] / bytes};
    }

    /** What becomes of a block that was read. */
    private interface Sink {
        void take(byte[] buffer, int count) throws IOException;
    }

    private static void drain(InputStream stdout, Sink sink) {
        byte[] buffer = new byte[64 << 10];
        try {
            for (int count = stdout.read(buffer); count >= 0; count = stdout.read(buffer)) {
                sink.take(buffer, count);
            }
        } catch (IOException e) {
            // the child was killed
        }
    }
}
