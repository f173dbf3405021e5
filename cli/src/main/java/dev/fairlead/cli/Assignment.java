// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

/**
 * A text for a setting, before anybody knows whether either makes sense.
 *
 * @param key the setting's key
 * @param text what was written
 * @param origin where, for an error: {@code file /etc/fairlead.properties, line 3}
 */
record Assignment(String key, String text, String origin) {}
