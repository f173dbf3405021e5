// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonText;
import dev.fairlead.api.Message;

/** The JSON-RPC errors that the gateway itself answers with (JSON-RPC 2.0 §5.1). */
public final class JsonRpc {
    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int INTERNAL_ERROR = -32603;
    private static final int SERVER_ERROR = -32000;

    private JsonRpc() {}

    /** Returns the error response to a request that will get no other, {@code id} being its JSON text. */
    public static Message error(String id, CloseReason reason) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + number(reason.code())
                + ",\"message\":" + JsonText.quote(reason.detail()) + ",\"data\":{\"code\":\""
                + reason.code().text()
                + "\"}}}");
    }

    /** Returns the error response to something that has no usable id. */
    public static Message error(AgentException failure) {
        return error("null", failure.reason());
    }

    private static int number(Code code) {
        return switch (code) {
            case MALFORMED_JSON -> PARSE_ERROR;
            case INVALID_MESSAGE, BATCH, PROTOCOL, TOO_LARGE, SESSION_MISMATCH, CONNECTION_REQUIRED -> INVALID_REQUEST;
            case INTERNAL -> INTERNAL_ERROR;
            default -> SERVER_ERROR;
        };
    }
}
