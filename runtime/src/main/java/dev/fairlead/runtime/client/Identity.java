// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Streams;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of its gateway's connections this is now: the name that we gave ourselves, the id that the gateway gave it, and up to where
 * its messages have come. Another connection in place of a lost one has another. Guarded by its connection.
 */
final class Identity {
    private final Supplier<String> names;
    private final Cursor cursor = new Cursor();
    private int epoch;
    private String client;
    private @Nullable String connectionId;

    Identity(Supplier<String> names) {
        this.names = names;
        this.client = names.get();
    }

    /** Returns where a wire is to go on. */
    Resumption resumption() {
        return new Resumption(connectionId, client, Streams.ALL, cursor.sequence());
    }

    /** Returns which of the connections, one after the other, is resumed from there: the one that there is now, or one before. */
    int epochOf(Resumption from) {
        return client.equals(from.client()) ? epoch : epoch - 1;
    }

    /** Returns whether a carrier belongs to the connection that there is now. */
    boolean has(Carrier carrier) {
        return carrier.epoch == epoch;
    }

    /** Returns the id, or null if none is known: then no wire can go on with the connection. */
    @Nullable String connectionId() {
        return connectionId;
    }

    /** Returns whether there is a connection that another wire can go on with. */
    boolean isNamed() {
        return connectionId != null;
    }

    /** Learns the id from a wire in use. */
    void name(Notice.Attached attached) {
        connectionId = attached.connectionId();
    }

    /**
     * Learns that something came over a wire; one that nobody chose may know the id first, since it was told what we asked for. Returns
     * whether it did.
     */
    boolean heard(Carrier carrier) {
        Notice.Attached attached = carrier.attached;
        if (connectionId != null || attached == null) {
            return false;
        }
        name(attached);
        return true;
    }

    /** Learns that the gateway does not know the id; returns false if there is none. */
    boolean unname() {
        boolean named = connectionId != null;
        connectionId = null;
        return named;
    }

    /** Returns up to where messages have come. */
    Cursor cursor() {
        return cursor;
    }

    /** Becomes another connection, of which nothing is known yet. */
    void change() {
        epoch++;
        client = names.get();
        connectionId = null;
        cursor.restart();
    }
}
