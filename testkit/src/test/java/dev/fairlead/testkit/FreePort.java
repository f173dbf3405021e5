// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a process that has to be told one. It is below those that kernels give to whoever asks for any, or calls somebody: such a
 * one may be another's by the time the process listens.
 */
final class FreePort {
    private static final int FIRST = 20_000;
    private static final int BEHIND_LAST = 30_000;

    private FreePort() {}

    /** Returns one at which nobody listens. */
    static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one, then
            }
        }
    }
}
