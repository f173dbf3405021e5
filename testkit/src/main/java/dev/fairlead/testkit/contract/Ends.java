// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.Wire;
import java.io.IOException;

/** The two ends of an open medium, one of which a test writes to. */
public interface Ends extends AutoCloseable {
    /** Returns the near end: the wire that is tried. */
    Wire wire();

    /** Lets the far end end the medium on purpose. */
    void leave(CloseReason reason);

    /** Breaks the medium without a word to either end. */
    void cut();

    /** Ends all that was begun for these ends; returns when nothing of it is left. */
    @Override
    void close() throws IOException;
}
