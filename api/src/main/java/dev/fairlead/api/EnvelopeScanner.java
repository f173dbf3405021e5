// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import dev.fairlead.api.Envelope.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope in one pass over a message's bytes, and proves meanwhile that they are one JSON object (RFC 8259).
 *
 * <p>Only the members that routing needs become strings. A member of the envelope that stands twice is refused: agent and gateway
 * could otherwise believe different ones.
 */
final class EnvelopeScanner {
    private final byte[] json;
    private final MessageLimits limits;
    private final JsonCursor at;

    private @Nullable String version;
    private @Nullable String id;
    private @Nullable String method;
    private @Nullable String paramsSession;
    private @Nullable String resultSession;
    private boolean hasParams;
    private boolean hasResult;
    private boolean hasError;

    EnvelopeScanner(byte[] json, MessageLimits limits) {
        this.json = json;
        this.limits = limits;
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
        if (at.keyIs("jsonrpc")) {
            version = readText("jsonrpc", version != null);
        } else if (at.keyIs("id")) {
            id = readId();
        } else if (at.keyIs("method")) {
            method = readText("method", method != null);
        } else if (at.keyIs("params")) {
            requireOnce("params", hasParams);
            hasParams = true;
            paramsSession = readSession();
        } else if (at.keyIs("result")) {
            requireOnce("result", hasResult);
            hasResult = true;
            resultSession = readSession();
        } else if (at.keyIs("error")) {
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

    private String readText(String name, boolean again) {
        requireOnce(name, again);
        if (at.peek() != '"') {
            throw invalid("its " + name + " is not a string");
        }
        skipShort(name);
        return at.text();
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
            if (!at.keyIs("sessionId")) {
                at.skipValue();
                continue;
            }
            requireOnce("sessionId", seen);
            seen = true;
            boolean isText = at.peek() == '"';
            skipShort("sessionId");
            session = isText ? at.text() : null;
        }
        return session;
    }

    private Envelope envelope() {
        if (version != null && !version.equals("2.0")) {
            throw invalid("its jsonrpc is not \"2.0\"");
        }
        if (method != null && !hasResult && !hasError) {
            return new Envelope(id == null ? Kind.NOTIFICATION : Kind.REQUEST, id, method, paramsSession);
        }
        if (method == null && id != null && hasResult != hasError) {
            return new Envelope(hasResult ? Kind.RESULT : Kind.ERROR, id, null, resultSession);
        }
        throw invalid("it is neither a request (method, id), nor a notification (method),"
                + " nor a response (id, and one of result and error)");
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
