// SPDX-License-Identifier: Apache-2.0

/**
 * The contract of transports as JUnit tests: docs/contract.md, chapter by chapter, for anybody's transport.
 *
 * <p>A test class implements {@link dev.fairlead.testkit.contract.WireContract}, whose one method opens a pair of
 * {@link dev.fairlead.testkit.contract.Ends}; for a transport that serves and dials a {@link dev.fairlead.testkit.contract.Loopback}
 * does that. {@link dev.fairlead.testkit.contract.TransportContract} tries the plug-in itself. Needs JUnit 5.
 */
@NullMarked
package dev.fairlead.testkit.contract;

import org.jspecify.annotations.NullMarked;
