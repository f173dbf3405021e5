// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.Closeable;

/** Goes on by itself, as long as it is on. */
@FunctionalInterface
interface PortEffect extends FaultEffect {
    @Override
    Closeable begin(FaultProxy proxy);
}
