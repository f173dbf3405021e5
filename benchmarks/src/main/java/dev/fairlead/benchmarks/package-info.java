// SPDX-License-Identifier: Apache-2.0

/**
 * What the house costs: {@link dev.fairlead.benchmarks.Drive} over real sockets, the JMH benchmarks for the parts. Every figure is a
 * ratio to something measured in the same run.
 */
@NullMarked
package dev.fairlead.benchmarks;

import org.jspecify.annotations.NullMarked;
