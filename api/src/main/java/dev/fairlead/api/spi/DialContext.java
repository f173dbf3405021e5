// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.MessageLimits;

/**
 * What a transport is given when it dials.
 *
 * @param target what to reach
 * @param settings the settings; those of the transport are among them
 * @param limits what a message may measure
 * @param listener hears the wire
 */
public record DialContext(Target target, Settings settings, MessageLimits limits, WireListener listener) {}
