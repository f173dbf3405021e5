// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;

/** Where a {@link FlowFilter} puts what is to go on. */
interface FlowOutlet {
    /** Sends bytes, in the order of the calls; given away. */
    void write(ByteBuffer bytes);

    /** Closes this direction, behind what was written. */
    void close();

    /** Ends the whole link, behind what was written. */
    void cut(LinkEnd how);
}
