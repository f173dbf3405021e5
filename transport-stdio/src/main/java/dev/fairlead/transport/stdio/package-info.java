// SPDX-License-Identifier: Apache-2.0

/**
 * An agent as a child process, one JSON-RPC message a line, as ACP defines it.
 *
 * <p>A sample exchange; {@code >} is the agent's stdin, {@code <} its stdout, {@code !} its stderr:
 *
 * <pre>{@code
 * > {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":1}}
 * ! agent 1.4 is ready
 * < {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":1,"agentCapabilities":{}}}
 * > {"jsonrpc":"2.0","id":1,"method":"session/new","params":{"cwd":"/home/ann","mcpServers":[]}}
 * < {"jsonrpc":"2.0","id":1,"result":{"sessionId":"s1"}}
 * }</pre>
 *
 * <p>A line ends with LF; CR LF is accepted, blank lines mean nothing, and what is not JSON the runtime finds. stderr is the agent's
 * log. The end of stdin asks the agent to exit.
 *
 * <p>Who does what: {@link dev.fairlead.transport.stdio.StdioTransport} starts an {@code AgentProcess} and makes a {@code StdioWire}
 * of it. {@code StdoutReader}, {@code StderrLog} and {@code StdinWriter} each have one of its pipes, and {@code Closing} ends it with
 * all that it started, its {@code ProcessTree}. Why these threads: docs/adr/0010-threads-of-a-child-process.md.
 */
@NullMarked
package dev.fairlead.transport.stdio;

import org.jspecify.annotations.NullMarked;
