// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.api;

/** Its name does not say what it is. */
public final class ThingManager {}
