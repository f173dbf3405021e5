// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What buffers outside the heap take. */
final class DirectMemory {
    private DirectMemory() {}

    /** Returns the bytes in use by this JVM. */
    static long used() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
