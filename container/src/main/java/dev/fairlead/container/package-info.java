// SPDX-License-Identifier: Apache-2.0

/** An OSGi framework in the process of the {@code fairlead} command, around the product's bundles. */
@NullMarked
package dev.fairlead.container;

import org.jspecify.annotations.NullMarked;
