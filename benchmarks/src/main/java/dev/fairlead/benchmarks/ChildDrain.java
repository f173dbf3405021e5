// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import dev.fairlead.api.Agent;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.runtime.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A child process that writes as fast as it can, through the gateway to a WebSocket; against a bare reader of its stdout. */
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
        return List.of(Figure.ofRates(
                "child that writes as fast as it can, "
                        + (mode.equals("line") ? "a write a message" : "64 KiB a write"),
                rounds.compare(this::gateway, this::bare).get(0),
                "bare reader of its stdout",
                TARGET));
    }

    /** Returns the child as an agent. */
    static Agent agent(String mode) {
        return Gateway.command(new Target.Command(Child.command(mode), null, Map.of()), Settings.NONE);
    }

    private double[] gateway(Rounds rounds) throws IOException, InterruptedException {
        try (Served served = new Served(agent(mode));
                ClientLoop loop = new ClientLoop()) {
            loop.add(new Dial(served.address()).fairleadWebSocket(LoadAgent.BLAST, 0), new Acknowledging());
            return new double[] {rounds.rates(loop::bytes)[0] / ON_THE_WIRE};
        }
    }

    private double[] bare(Rounds rounds) throws IOException, InterruptedException {
        Process child = Child.begun(mode);
        AtomicLong bytes = new AtomicLong();
        Thread reader = new Thread(() -> drain(child.getInputStream(), bytes));
        reader.start();
        double rate = rounds.rates(bytes::get)[0] / IN_THE_PIPE;
        child.destroyForcibly().waitFor();
        reader.join();
        return new double[] {rate};
    }

    private static void drain(InputStream stdout, AtomicLong bytes) {
        byte[] buffer = new byte[64 << 10];
        try {
            for (int count = stdout.read(buffer); count >= 0; count = stdout.read(buffer)) {
                bytes.lazySet(bytes.get() + count);
            }
        } catch (IOException e) {
            // the child was killed
        }
    }
}
