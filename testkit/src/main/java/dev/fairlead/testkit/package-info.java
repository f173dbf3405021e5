// SPDX-License-Identifier: Apache-2.0

/**
 * Tests that anybody may run against their own code: {@link dev.fairlead.testkit.WireConformance} against a server of any kind,
 * by its address alone; {@link dev.fairlead.testkit.FaultProxy}, to put a network that fails in front of it; and in the package
 * {@code contract} the contract of transports.
 */
@NullMarked
package dev.fairlead.testkit;

import org.jspecify.annotations.NullMarked;
