// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

/**
 * Who is at the other end.
 *
 * @param transport the id of the transport in use, {@code sse} for instance
 * @param address where the peer is, for logs; an IP address and port, or a process id
 * @param principal who the peer proved to be, or {@link #ANONYMOUS}; a connection belongs to the principal that opened it
 */
public record Peer(String transport, String address, String principal) {
    /** The principal of everybody where no token is asked for. */
    public static final String ANONYMOUS = "anonymous";
}
