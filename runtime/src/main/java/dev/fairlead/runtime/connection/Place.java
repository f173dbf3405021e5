// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;

/** A wire's place at a connection. */
record Place(Connection connection, AttachRequest request) implements Attachment {
    @Override
    public String connectionId() {
        return connection.id();
    }

    @Override
    public long received() {
        return connection.received(request.client());
    }

    @Override
    public WireListener start(Wire wire) {
        return connection.attach(request, wire);
    }

    @Override
    public void abandon(CloseReason reason) {
        connection.abandon(reason);
    }
}
