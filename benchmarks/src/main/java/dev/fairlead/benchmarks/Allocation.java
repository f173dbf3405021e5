// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.fairlead.api.Agent;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is allocated on the heap for a byte of the messages that go down, by all threads but the client's. */
final class Allocation implements Trial {
    private static final double TARGET = 3;
    private static final int ON_THE_WIRE = 4 + 8 + 200;

    @Override
    public String name() {
        return "allocation";
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (LoadAgent agent = new LoadAgent()) {
            figures.add(figure("200 B, agent in the JVM, websocket", agent, rounds));
        }
        figures.add(figure("200 B, child process, websocket", ChildDrain.agent("line"), rounds));
        return figures;
    }

    private static Figure figure(String what, Agent agent, Rounds rounds) throws Exception {
        Spread ratio = rounds.repeat(each -> new double[] {measure(agent, each)});
        return Figure.atMost(
                "allocated for a byte of message, " + what,
                Spread.number("%.0f B a message", 200 * ratio.median()),
                "200 B",
                ratio,
                TARGET,
                "");
    }

    private static double measure(Agent agent, Rounds rounds) throws Exception {
        try (Served served = new Served(agent);
                ClientLoop loop = new ClientLoop()) {
            loop.add(new Dial(served.address()).fairleadWebSocket(LoadAgent.BLAST, 0), new Acknowledging());
            rounds.warmUp(loop::bytes);
            Map<Long, Long> before = allocated();
            long bytes = loop.bytes();
            rounds.pause(loop::bytes);
            bytes = loop.bytes() - bytes;
            long allocated = 0;
            for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
                allocated += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
            }
            return allocated / (200.0 * bytes / ON_THE_WIRE);
        }
    }

    /** Returns the bytes that each thread has allocated, without the client's and this one. */
    private static Map<Long, Long> allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Map<Long, Long> allocated = new HashMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null
                    && !thread.getThreadName().equals(ClientLoop.THREAD)
                    && thread.getThreadId() != Thread.currentThread().getId()) {
                allocated.put(thread.getThreadId(), threads.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return allocated;
    }
}
