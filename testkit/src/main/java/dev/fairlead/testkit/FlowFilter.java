// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;

/**
 * What becomes of the bytes of one direction of a link, between their reading and their writing: the place for faults, those that know
 * a protocol included. Called by the proxy's thread.
 */
interface FlowFilter {
    /** Leaves everything as it is. */
    FlowFilter CLEAR = new FlowFilter() {
        @Override
        public void pass(ByteBuffer bytes, FlowOutlet outlet) {
            outlet.write(bytes);
        }

        @Override
        public void end(FlowOutlet outlet) {
            outlet.close();
        }
    };

    /** Swallows everything, the end too. */
    FlowFilter BLACK_HOLE = new FlowFilter() {
        @Override
        public void pass(ByteBuffer bytes, FlowOutlet outlet) {
            bytes.position(bytes.limit());
        }

        @Override
        public void end(FlowOutlet outlet) {}
    };

    /** Returns whether it takes more bytes now; if not, nothing is read. */
    default boolean takesBytes() {
        return true;
    }

    /** Takes bytes that came, and gives the outlet what is to go on. */
    void pass(ByteBuffer bytes, FlowOutlet outlet);

    /** Learns that no more will come: the source has closed its side. */
    void end(FlowOutlet outlet);
}
