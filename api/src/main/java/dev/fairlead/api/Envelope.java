// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What routing needs to know of a message, read once at the door in one pass over its bytes.
 *
 * @param kind what the message is in JSON-RPC 2.0
 * @param id the JSON text of its id, so that {@code 1} and {@code "1"} differ; absent in a notification. A string is in its
 *     shortest spelling: without an escape that JSON does not ask for
 * @param method the method of a request or notification, absent in a response
 * @param sessionId {@code params.sessionId} of a request or notification, {@code result.sessionId} of a response, if it is a
 *     string
 */
public record Envelope(
        Kind kind,
        @Nullable String id,
        @Nullable String method,
        @Nullable String sessionId) {

    private static final Set<String> INTRODUCING =
            Set.of("session/new", "session/load", "session/resume", "session/fork");

    /** The four shapes of a JSON-RPC 2.0 message. */
    public enum Kind {
        /** Has a method and an id. */
        REQUEST,
        /** Has a method and no id. */
        NOTIFICATION,
        /** Has a result. */
        RESULT,
        /** Has an error. */
        ERROR
    }

    /** Returns whether this answers a request, well or badly. */
    public boolean isResponse() {
        return kind == Kind.RESULT || kind == Kind.ERROR;
    }

    /** Returns whether this is a request that introduces a session: the one list of names there is (wire.md 1). */
    public boolean introducesSession() {
        return kind == Kind.REQUEST && method != null && INTRODUCING.contains(method);
    }

    /** Returns whether this is a request of that method. */
    public boolean isRequest(String name) {
        return kind == Kind.REQUEST && name.equals(method);
    }
}
