// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** How the end of a message's body is told (RFC 9112 §6.3). */
enum HttpFraming {
    /** There is no body. */
    NONE,
    /** By {@code Content-Length}. */
    SIZED,
    /** By the last chunk. */
    CHUNKED,
    /** By the end of the link. */
    UNTIL_CLOSE
}
