// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

/**
 * How large a message may be (wire.md 2.8).
 *
 * @param bytes the most bytes of UTF-8 in a message
 * @param depth the most objects and arrays open at once, from 1 to {@value #DEEPEST}
 * @param idBytes the most bytes of the JSON text of each thing that is kept for routing: JSON-RPC id, method, session id
 */
public record MessageLimits(int bytes, int depth, int idBytes) {
    /** The deepest nesting that can be asked for. */
    public static final int DEEPEST = 512;

    /** 16 MiB, 128 levels, 1 KiB. */
    public static final MessageLimits STANDARD = new MessageLimits(16 << 20, 128, 1 << 10);

    public MessageLimits {
        if (bytes < 1 || idBytes < 1 || depth < 1 || depth > DEEPEST) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "A message limit is out of range: bytes " + bytes + ", depth " + depth + " (1 to " + DEEPEST
                            + "), id bytes " + idBytes + ".");
        }
    }

    /** Returns the limits as a JSON object. */
    public String json() {
        return "{\"bytes\":" + bytes + ",\"depth\":" + depth + ",\"idBytes\":" + idBytes + "}";
    }
}
