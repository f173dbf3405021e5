// SPDX-License-Identifier: Apache-2.0

/**
 * The {@code fairlead} command, and an ACP agent to try things with.
 *
 * <p>The command: {@link dev.fairlead.cli.Fairlead} is the door, one class a subcommand behind it. What can be set comes from options,
 * environment and file, in this order, as {@code Assignment}s, which {@code KnownSettings} checks.
 *
 * <p>The agent: {@link dev.fairlead.cli.DemoAgent} in the JVM, {@code DemoStdio} for the same on stdin and stdout. All of one agent
 * happens on one thread, so that nothing in it is locked.
 */
@NullMarked
package dev.fairlead.cli;

import org.jspecify.annotations.NullMarked;
