// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import dev.fairlead.api.Peer;
import java.util.List;

/**
 * What an operator may know of a connection.
 *
 * @param name the start of its id, as the log has it; the whole id is a secret
 * @param opener who opened it, and by which transport
 * @param carriers the ids of the transports that carry it down to its clients at this moment; none if all are away
 */
public record OpenConnection(String name, Peer opener, List<String> carriers) {
    public OpenConnection {
        carriers = List.copyOf(carriers);
    }

    /** Returns a table for people. */
    public static String table(List<OpenConnection> connections) {
        return new TextTable(List.of("connection", "opened by", "as", "carried by"))
                .with(connections.stream()
                        .map(connection -> List.of(
                                connection.name(),
                                connection.opener().transport() + " "
                                        + connection.opener().address(),
                                connection.opener().principal(),
                                connection.carriers().isEmpty() ? "-" : String.join(",", connection.carriers()))));
    }
}
