// SPDX-License-Identifier: Apache-2.0

/**
 * Messages both ways over a Unix-domain socket, one JSON-RPC message a line, as on stdio.
 *
 * <p>A sample exchange, with {@code socat - UNIX-CONNECT:/run/user/1000/fairlead.sock}; {@code >} is the client:
 *
 * <pre>{@code
 * > {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":1}}
 * < {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":1,"agentCapabilities":{}}}
 * }</pre>
 *
 * <p>A socket is a connection of its own, which ends with it. Who may open the file may connect: it has mode 0600.
 *
 * <p>Who does what: {@link dev.fairlead.transport.unix.UnixTransport} serves a {@code UnixServer} and dials; both make a
 * {@code UnixWire} of each socket, which reads {@code Lines}. One {@code Loop} is the thread of all sockets of a server, and one of all
 * that are dialled. A {@code SocketFile} is the name under which a server is found.
 */
@NullMarked
package dev.fairlead.transport.unix;

import org.jspecify.annotations.NullMarked;
