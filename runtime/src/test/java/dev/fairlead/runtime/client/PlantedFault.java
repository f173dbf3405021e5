// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.WireListener;
import org.jspecify.annotations.Nullable;

/** A place for one deliberate fault between the two ends; without any what is said reaches the other end as it was said. */
interface PlantedFault {
    /** Nothing is wrong. */
    PlantedFault NONE = new PlantedFault() {};

    /** Returns what the gateway hears of a request for a wire. */
    default AttachRequest request(AttachRequest right) {
        return right;
    }

    /** Returns how many messages the client is told that the gateway has. */
    default long received(long right) {
        return right;
    }

    /** Returns the number under which the client gets a message. */
    default long numberDown(long right) {
        return right;
    }

    /** Returns the number under which the gateway gets a message that was POSTed. */
    default long numberUp(long right) {
        return right;
    }

    /** Returns who hears a wire at the client's end. */
    default WireListener listener(WireListener right) {
        return right;
    }

    /** Returns what becomes of the name that a client gives itself. */
    default @Nullable String client(@Nullable String right) {
        return right;
    }
}
