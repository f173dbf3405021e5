// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

/**
 * The three pipes to a child, each with who attends to it.
 *
 * @param stdin writes
 * @param stdout reads, and calls the listener
 * @param stderr the thread that copies it to the log
 */
record Pipes(StdinWriter stdin, StdoutReader stdout, Thread stderr) {
    /** Returns whether the other ends are gone; what stdout brought may still be on its way to the listener. */
    boolean haveEnded() {
        return stdin.isClosed() && !stderr.isAlive() && !stdout.isReading();
    }
}
