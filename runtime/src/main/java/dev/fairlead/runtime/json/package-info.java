// SPDX-License-Identifier: Apache-2.0

/**
 * JSON as plain Java values, for what is off the path of messages: control bodies, documents, agents in this JVM. The only room that
 * sees Gson.
 */
@NullMarked
package dev.fairlead.runtime.json;

import org.jspecify.annotations.NullMarked;
