// SPDX-License-Identifier: Apache-2.0

/**
 * The chat page and the browser client {@code fairlead.js}, as static files.
 *
 * <p>{@link dev.fairlead.web.ChatSite} is found by {@link java.util.ServiceLoader}. It serves the files that {@code files.txt} names and
 * nothing else: each at its own path, to be asked for again each time, and all below {@code /assets/VERSION/}, to be kept for ever,
 * where the version is made of their content. The page itself refers to the latter.
 */
@NullMarked
package dev.fairlead.web;

import org.jspecify.annotations.NullMarked;
