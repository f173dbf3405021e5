// SPDX-License-Identifier: Apache-2.0

/** HTTP by Undertow. */
@NullMarked
package dev.fairlead.http.undertow;

import org.jspecify.annotations.NullMarked;
