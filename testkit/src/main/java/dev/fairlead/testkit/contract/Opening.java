// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.WireListener;
import java.util.concurrent.CompletionStage;

/**
 * What a pair of {@link Ends} is opened with.
 *
 * @param near hears the wire that a test writes to
 * @param far hears the other end: what is written
 * @param limits how large a message may be that the far end takes
 */
public record Opening(Ear near, Ear far, MessageLimits limits) {
    /**
     * Returns one listener for a medium that gives back what it is told, such as a program that copies its input: what it hears is
     * what the far end would hear, and its end is that of both.
     */
    public WireListener echo() {
        return new WireListener() {
            @Override
            public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
                return far.onMessage(sequence, utf8);
            }

            @Override
            public void onNotice(Notice notice) {
                far.onNotice(notice);
            }

            @Override
            public void onClosed(CloseReason reason) {
                far.onClosed(reason);
                near.onClosed(reason);
            }
        };
    }
}
