// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.Transport;

/**
 * A transport as a connection uses it.
 *
 * @param transport makes wires that take messages
 * @param posts whether messages go up by POST: then a new connection begins with the first of them, so that dialling proves nothing,
 *     and each acknowledgement costs a request
 */
record Way(Transport transport, boolean posts) {
    String id() {
        return transport.id();
    }

    Receipt.Pace receipts() {
        return posts ? Receipt.Pace.SPARSE : Receipt.Pace.DENSE;
    }
}
