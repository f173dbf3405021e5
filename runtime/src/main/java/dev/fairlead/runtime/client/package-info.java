// SPDX-License-Identifier: Apache-2.0

/** The dialling side: agents that are reached through a transport. */
@NullMarked
package dev.fairlead.runtime.client;

import org.jspecify.annotations.NullMarked;
