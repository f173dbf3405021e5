// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** How a {@link FaultProxy} ends a link; both sides see the same. */
public enum LinkEnd {
    /** FIN: looks like a clean end, wherever the bytes stop (faults.md F5). */
    FIN,
    /** RST: what is still in buffers is lost. */
    RESET,
    /** Not a word: the link becomes a black hole, half-open for ever (faults.md F12). */
    VANISH
}
