// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a link: reads as long as there is room, lets a {@link FlowFilter} decide, and writes when it is time. Used by the
 * proxy's thread alone.
 */
final class ProxyFlow implements FlowOutlet {
    private static final int READ_BYTES = 16 << 10;

    private final ProxyLoop loop;
    private final ProxyLink link;
    private final ProxySocket source;
    private final ProxySocket target;
    private final SplittableRandom random;
    private final ProxyBacklog backlog = new ProxyBacklog();

    private final FlowOutlet filtered = new Filtered();
    private FlowFilter protocol = FlowFilter.CLEAR;
    private FlowFilter filter = FlowFilter.CLEAR;
    private LinkConditions conditions = LinkConditions.CLEAR;
    private long received;
    private boolean sourceEnded;
    private boolean closing;
    private @Nullable LinkEnd cut;
    private boolean alarmed;

    ProxyFlow(ProxyLoop loop, ProxyLink link, ProxySocket source, ProxySocket target, SplittableRandom random) {
        this.loop = loop;
        this.link = link;
        this.source = source;
        this.target = target;
        this.random = random;
    }

    /** Changes how bytes are read and written. */
    void become(LinkConditions changed) {
        conditions = changed;
    }

    /** Puts what knows the protocol before the filter. */
    void speak(FlowFilter changed) {
        protocol = changed;
    }

    /** Returns where a protocol puts bytes, which pass the filter then. */
    FlowOutlet outlet() {
        return filtered;
    }

    /** Changes what becomes of them in between. */
    void filter(FlowFilter changed) {
        filter = changed;
    }

    /** Swallows everything from now on, what is under way included; ends nothing. */
    void vanish() {
        conditions = LinkConditions.CLEAR;
        protocol = FlowFilter.BLACK_HOLE;
        backlog.clear();
        closing = false;
        cut = null;
    }

    /** Returns how many bytes the source has sent. */
    long received() {
        return received;
    }

    /** Returns whether the source will send no more. */
    boolean isSourceEnded() {
        return sourceEnded;
    }

    /** The source has gone, well or badly. */
    void endSource() {
        sourceEnded = true;
    }

    /** Reads once. */
    void read() throws IOException {
        if (!wantsBytes()) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(READ_BYTES, backlog.room()));
        int count = source.read(bytes);
        if (count < 0) {
            sourceEnded = true;
            protocol.end(filtered);
        } else {
            received += count;
            protocol.pass(bytes.flip(), filtered);
        }
    }

    /** Writes what is due, and says what it waits for. */
    void proceed() throws IOException {
        boolean more = backlog.writeTo(target, loop.now(), conditions.pieceBytes());
        if (backlog.isEmpty() && cut != null) {
            link.end(cut);
            return;
        }
        if (backlog.isEmpty() && closing) {
            closing = false;
            target.shutdownOutput();
        }
        target.watchWrites(more);
        source.watchReads(wantsBytes());
        if (!more && !backlog.isEmpty() && !alarmed) {
            alarmed = true;
            loop.at(backlog.due(), () -> {
                alarmed = false;
                link.proceed();
            });
        }
    }

    private boolean wantsBytes() {
        return !sourceEnded && cut == null && !conditions.stalls() && protocol.takesBytes() && backlog.room() > 0;
    }

    /** Returns whether nothing is left to do in this direction. */
    boolean isOver() {
        return sourceEnded && backlog.isEmpty() && !closing;
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (cut != null) {
            return;
        }
        long jitter = conditions.jitter().toNanos();
        long delay = conditions.delay().toNanos() + (jitter > 0 ? random.nextLong(jitter) : 0);
        backlog.add(bytes, loop.now() + delay);
    }

    @Override
    public void close() {
        closing = true;
    }

    @Override
    public void cut(LinkEnd how) {
        cut = how;
    }

    /** Leads through the filter. */
    private final class Filtered implements FlowOutlet {
        @Override
        public void write(ByteBuffer bytes) {
            filter.pass(bytes, ProxyFlow.this);
        }

        @Override
        public void close() {
            filter.end(ProxyFlow.this);
        }

        @Override
        public void cut(LinkEnd how) {
            ProxyFlow.this.cut(how);
        }
    }
}
