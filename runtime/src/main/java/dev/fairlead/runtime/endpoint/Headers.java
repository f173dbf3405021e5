// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

/** The headers of wire.md that POST and DELETE read. */
final class Headers {
    static final String CONNECTION_ID = "Acp-Connection-Id";
    static final String SESSION_ID = "Acp-Session-Id";
    static final String CLIENT = "Fairlead-Client";
    static final String SEQUENCE = "Fairlead-Sequence";
    static final String ACKNOWLEDGED = "Fairlead-Ack";

    private Headers() {}
}
