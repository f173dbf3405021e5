// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;

/** Lets so many bytes pass and ends the link behind the last of them. One for both directions of a link. */
final class CutAfter implements FlowFilter {
    private final LinkEnd how;
    private long left;

    /** Counts at least one byte: who wants none cuts the link. */
    CutAfter(long bytes, LinkEnd how) {
        this.left = Math.max(1, bytes);
        this.how = how;
    }

    @Override
    public void pass(ByteBuffer bytes, FlowOutlet outlet) {
        int passing = (int) Math.min(left, bytes.remaining());
        left -= passing;
        outlet.write(bytes.limit(bytes.position() + passing));
        if (left == 0) {
            outlet.cut(how);
        }
    }

    @Override
    public void end(FlowOutlet outlet) {
        outlet.close();
    }
}
