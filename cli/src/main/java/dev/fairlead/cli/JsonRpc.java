// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.JsonText;
import dev.fairlead.runtime.json.Json;
import java.util.Map;

/** The lines of JSON-RPC 2.0. An id is always its JSON text. */
final class JsonRpc {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;

    /** ACP: no such session or file. */
    static final int RESOURCE_NOT_FOUND = -32002;

    private JsonRpc() {}

    static String request(String id, String method, Map<String, ?> params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":" + JsonText.quote(method) + ",\"params\":"
                + Json.write(params) + "}";
    }

    static String result(String id, Map<String, ?> result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + Json.write(result) + "}";
    }

    static String error(String id, int code, String sentence) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":"
                + JsonText.quote(sentence) + "}}";
    }
}
