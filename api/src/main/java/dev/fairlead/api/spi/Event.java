// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * A numbered message, as the journal holds it.
 *
 * @param sequence its number in the connection's journal, from 1, shared by all streams (wire.md 2.1)
 * @param sessionId the session whose stream it belongs to, or null for the connection stream
 * @param message the message
 */
public record Event(long sequence, @Nullable String sessionId, Message message) {}
