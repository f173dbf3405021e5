// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** JSON-RPC messages as text. Ids are given as JSON text: {@code 1} or {@code "1"} with its quotes. */
final class Rpc {
    static final String NEW_SESSION = "{\"cwd\":\"/tmp\",\"mcpServers\":[]}";

    private Rpc() {}

    static String request(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":" + Json.quote(method) + ",\"params\":" + params
                + "}";
    }

    static String notification(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":" + Json.quote(method) + ",\"params\":" + params + "}";
    }

    static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    static String initialize(String id) {
        return request(id, "initialize", "{\"protocolVersion\":1,\"clientCapabilities\":{}}");
    }

    static String prompt(String id, String sessionId, String text) {
        return request(
                id,
                "session/prompt",
                "{\"sessionId\":" + Json.quote(sessionId) + ",\"prompt\":[{\"type\":\"text\",\"text\":"
                        + Json.quote(text) + "}]}");
    }

    static String load(String id, String sessionId) {
        return request(
                id, "session/load", "{\"sessionId\":" + Json.quote(sessionId) + ",\"cwd\":\"/tmp\",\"mcpServers\":[]}");
    }

    /** Params that name a session and nothing else. */
    static String inSession(String sessionId) {
        return "{\"sessionId\":" + Json.quote(sessionId) + "}";
    }

    /** The answer to a permission request: the first option offered. */
    static String permit(Json permissionRequest) {
        String option = permissionRequest
                .at("params", "options")
                .items()
                .get(0)
                .at("optionId")
                .source();
        return result(
                permissionRequest.at("id").source(),
                "{\"outcome\":{\"outcome\":\"selected\",\"optionId\":" + option + "}}");
    }
}
