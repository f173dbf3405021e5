// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a dialled stream told, one line for each call; signs of life are counted alone. */
final class HeardStream implements WireListener {
    final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    final AtomicInteger signs = new AtomicInteger();
    volatile CompletableFuture<Void> demand = CompletableFuture.completedFuture(null);

    /** Waits for the next line. */
    String next() throws InterruptedException {
        String line = lines.poll(10, TimeUnit.SECONDS);
        return line == null ? "nothing in 10 s" : line;
    }

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        lines.add(sequence + " " + new String(utf8, StandardCharsets.UTF_8));
        return demand;
    }

    @Override
    public void onAcknowledged(long sequence) {
        lines.add("acknowledged " + sequence);
    }

    @Override
    public void onNotice(Notice notice) {
        lines.add(notice.toString());
    }

    @Override
    public void onAlive() {
        signs.incrementAndGet();
    }

    @Override
    public void onClosed(CloseReason reason) {
        lines.add("closed " + reason);
    }
}
