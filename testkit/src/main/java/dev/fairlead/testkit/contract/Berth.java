// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Wire;
import java.util.concurrent.CompletionStage;

/** Takes what a transport serves, in the place of the runtime, and shows it as one wire. */
public interface Berth {
    /** Grants a place, as {@link dev.fairlead.api.spi.ServeContext#attach}. */
    Attachment attach(AttachRequest request);

    /** Returns a stage that completes with the wire when it is there. */
    CompletionStage<Wire> wire();
}
