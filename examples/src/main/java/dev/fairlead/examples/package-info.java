// SPDX-License-Identifier: Apache-2.0

/** Whole applications, each of a page. */
@NullMarked
package dev.fairlead.examples;

import org.jspecify.annotations.NullMarked;
