// SPDX-License-Identifier: Apache-2.0

/** The ACP endpoint over neutral HTTP (wire.md 1): guards, POST and DELETE, and the choice of a transport for the rest. */
@NullMarked
package dev.fairlead.runtime.endpoint;

import org.jspecify.annotations.NullMarked;
