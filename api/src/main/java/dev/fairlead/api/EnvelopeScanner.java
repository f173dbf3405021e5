// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import dev.fairlead.api.Envelope.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope in one pass over a message's bytes, and proves meanwhile that they are one JSON object (RFC 8259).
 *
 * <p>Only the members that routing needs become strings, and of those only what the message before did not have: an agent that streams
 * says the same of each update. A member of the envelope that stands twice is refused: agent and gateway could otherwise believe
 * different ones.
 */
final class EnvelopeScanner {
    private final byte[] json;
    private final MessageLimits limits;
    private final JsonCursor at;

    private final @Nullable Envelope before;

    private @Nullable String id;
    private @Nullable String method;
    private @Nullable String paramsSession;
    private @Nullable String resultSession;
    private boolean hasVersion;
    private boolean hasOtherVersion;
    private boolean hasParams;
    private boolean hasResult;
    private boolean hasError;

    EnvelopeScanner(byte[] json, MessageLimits limits, @Nullable Envelope before) {
        this.json = json;
        this.limits = limits;
        this.before = before;
        this.at = new JsonCursor(json, 0, limits.depth());
    }

    Envelope scan() {
        at.skipSpace();
        byte first = at.peek();
        if (first != '{') {
            at.skipValue();
            at.requireEnd();
            throw first == '['
                    ? new AgentException(Code.BATCH, "ACP has no JSON-RPC batches: send one message at a time.")
                    : invalid("it is not a JSON object");
        }
        for (boolean more = at.enterObject(); more; more = at.nextMember()) {
            readMember();
        }
        at.requireEnd();
        return envelope();
    }

    private void readMember() {
        at.readKey();
        if (at.is("jsonrpc")) {
            skipText("jsonrpc", hasVersion);
            hasVersion = true;
            hasOtherVersion = !at.is("2.0");
        } else if (at.is("id")) {
            id = readId();
        } else if (at.is("method")) {
            skipText("method", method != null);
            method = text(before == null ? null : before.method());
        } else if (at.is("params")) {
            requireOnce("params", hasParams);
            hasParams = true;
            paramsSession = readSession();
        } else if (at.is("result")) {
            requireOnce("result", hasResult);
            hasResult = true;
            resultSession = readSession();
        } else if (at.is("error")) {
            requireOnce("error", hasError);
            hasError = true;
            at.skipValue();
        } else {
            at.skipValue();
        }
    }

    private String readId() {
        requireOnce("id", id != null);
        int start = at.position();
        byte first = at.peek();
        if (first == '{' || first == '[' || first == 't' || first == 'f') {
            throw invalid("its id is not a string, a number or null");
        }
        skipShort("id");
        return at.canonicalText(start);
    }

    private void skipText(String name, boolean again) {
        requireOnce(name, again);
        if (at.peek() != '"') {
            throw invalid("its " + name + " is not a string");
        }
        skipShort(name);
    }

    /** Returns the string that was read last: that one, if it is the same. */
    private String text(@Nullable String known) {
        return known != null && at.is(known) ? known : at.text();
    }

    /** Passes a value that is kept as long as the message is, and so has a limit of its own. */
    private void skipShort(String name) {
        int start = at.position();
        at.skipValue();
        if (at.position() - start > limits.idBytes()) {
            throw invalid("its " + name + " is longer than " + limits.idBytes() + " bytes");
        }
    }

    /** Reads the value of {@code params} or {@code result} for the {@code sessionId} in it. */
    private @Nullable String readSession() {
        if (at.peek() != '{') {
            at.skipValue();
            return null;
        }
        String session = null;
        boolean seen = false;
        for (boolean more = at.enterObject(); more; more = at.nextMember()) {
            at.readKey();
            if (!at.is("sessionId")) {
                at.skipValue();
                continue;
            }
            requireOnce("sessionId", seen);
            seen = true;
            boolean isText = at.peek() == '"';
            skipShort("sessionId");
            session = isText ? text(before == null ? null : before.sessionId()) : null;
        }
        return session;
    }

    private Envelope envelope() {
        if (hasOtherVersion) {
            throw invalid("its jsonrpc is not \"2.0\"");
        }
        if (method != null && !hasResult && !hasError) {
            return envelope(id == null ? Kind.NOTIFICATION : Kind.REQUEST, paramsSession);
        }
        if (method == null && id != null && hasResult != hasError) {
            return envelope(hasResult ? Kind.RESULT : Kind.ERROR, resultSession);
        }
        throw invalid("it is neither a request (method, id), nor a notification (method),"
                + " nor a response (id, and one of result and error)");
    }

    private Envelope envelope(Kind kind, @Nullable String session) {
        if (before != null
                && kind == before.kind()
                && Objects.equals(id, before.id())
                && Objects.equals(method, before.method())
                && Objects.equals(session, before.sessionId())) {
            return before;
        }
        return new Envelope(kind, id, method, session);
    }

    private void requireOnce(String name, boolean again) {
        if (again) {
            throw invalid("its " + name + " stands twice, at byte " + at.position());
        }
    }

    private static AgentException invalid(String what) {
        return new AgentException(Code.INVALID_MESSAGE, "Not a JSON-RPC 2.0 message: " + what + ".");
    }

    @Override
    public String toString() {
        return "scanner at byte " + at.position() + " of " + json.length;
    }
}
