// SPDX-License-Identifier: Apache-2.0

/** Which transports there are: they come and go, readers see an immutable snapshot. */
@NullMarked
package dev.fairlead.runtime.registry;

import org.jspecify.annotations.NullMarked;
