// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** A gateway that serves a program. Closing it stops it as its owner would, and holds it to leaving nothing behind. */
interface Served extends AutoCloseable {

    /** Returns where it is. */
    URI address();

    /** Returns what it has beyond what it has at rest, in words: connections, processes, threads, sockets. */
    List<String> leftovers();

    @Override
    void close() throws IOException;

    default Caller caller() {
        return new Caller(address());
    }

    /** Waits until nothing is left of what clients and agents did. */
    default void awaitRest() {
        await("the end of what was begun")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertEquals(List.of(), leftovers(), "what is left"));
    }

    /** Fails if anybody listens at an address. */
    static void assertNobodyListens(URI address) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            Assertions.fail("Somebody still listens: " + socket);
        } catch (ConnectException e) {
            // as it must be
        }
    }
}
