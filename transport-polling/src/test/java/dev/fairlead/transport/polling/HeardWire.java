// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a wire told, one line for each call. */
final class HeardWire implements WireListener {
    final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    volatile CompletableFuture<Void> demand = CompletableFuture.completedFuture(null);

    /** Waits for the next line. */
    String next() throws InterruptedException {
        String line = lines.poll(10, TimeUnit.SECONDS);
        return line == null ? "nothing in 10 s" : line;
    }

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        CompletionStage<Void> next = demand; // before the test knows that the message is here
        lines.add(sequence + " " + new String(utf8, StandardCharsets.UTF_8));
        return next;
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
        lines.add("alive");
    }

    @Override
    public void onClosed(CloseReason reason) {
        lines.add("closed " + reason);
    }
}
