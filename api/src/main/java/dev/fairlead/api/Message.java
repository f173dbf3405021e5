// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One JSON-RPC 2.0 message: one line of valid UTF-8, immutable, shared by all who read it.
 *
 * <p>Whoever holds a message knows that it is whole and valid: {@link #read} is the only door. Its bytes are never parsed into a
 * tree on their way through (ADR 1).
 */
public final class Message {
    private final byte[] utf8;
    private final Envelope envelope;

    private Message(byte[] utf8, Envelope envelope) {
        this.utf8 = utf8;
        this.envelope = envelope;
    }

    /**
     * Reads a message.
     *
     * <p>Takes the array over: the caller must not touch it again [4.1]. Line ends between JSON tokens become spaces, so that
     * the message is one line.
     *
     * @throws AgentException {@link Code#TOO_LARGE}, {@link Code#MALFORMED_JSON}, {@link Code#INVALID_MESSAGE} or
     *     {@link Code#BATCH}, with the place of the fault in bytes
     */
    public static Message read(byte[] utf8, MessageLimits limits) {
        return read(utf8, limits, null);
    }

    /**
     * Reads a message as {@link #read(byte[], MessageLimits)} does, and shares with another what their envelopes have in common: an
     * agent that streams says the same of each update.
     *
     * @param before the envelope of the message before it, if there is one
     */
    public static Message read(byte[] utf8, MessageLimits limits, @Nullable Envelope before) {
        if (utf8.length > limits.bytes()) {
            throw new AgentException(
                    Code.TOO_LARGE,
                    "The message has " + utf8.length + " bytes; at most " + limits.bytes() + " are allowed.");
        }
        return new Message(utf8, new EnvelopeScanner(utf8, limits, before).scan());
    }

    /**
     * Reads a message from text, within {@link MessageLimits#STANDARD}.
     *
     * @throws AgentException as {@link #read}
     */
    public static Message of(String json) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
            byte[] utf8 = new byte[encoded.remaining()];
            encoded.get(utf8);
            return read(utf8, MessageLimits.STANDARD);
        } catch (CharacterCodingException e) {
            throw new AgentException(Code.MALFORMED_JSON, "Not JSON: the text has half a surrogate pair in it.", e);
        }
    }

    /** Returns the bytes, without a line end, as a read-only view. */
    public ByteBuffer utf8() {
        return ByteBuffer.wrap(utf8).asReadOnlyBuffer();
    }

    /** Appends the bytes to a buffer, which must have room for {@link #size()} of them. */
    public void copyTo(ByteBuffer target) {
        target.put(utf8);
    }

    /** Returns the message as text; for logs, tests and agents that parse it. */
    public String text() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Returns the number of bytes. */
    public int size() {
        return utf8.length;
    }

    /** Returns what routing needs to know. */
    public Envelope envelope() {
        return envelope;
    }

    /** Returns kind, method and size, never the content: it may be logged. */
    @Override
    public String toString() {
        String method = envelope.method();
        return envelope.kind() + (method == null ? "" : " " + JsonText.quote(method)) + " (" + utf8.length + " bytes)";
    }
}
