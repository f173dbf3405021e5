// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

/** Answers HTTP calls. Thread-safe: calls come from many I/O threads at once. */
@FunctionalInterface
public interface HttpEndpoint {
    /** Answers one call. Must not block; may return before the answer is complete. Throws nothing that a peer must know of. */
    void handle(HttpCall call);
}
