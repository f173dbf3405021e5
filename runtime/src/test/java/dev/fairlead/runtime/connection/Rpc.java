// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;

/** JSON-RPC messages for tests. An id is JSON text. */
final class Rpc {
    private Rpc() {}

    static Message request(String id, String method) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}");
    }

    static Message request(String id, String method, String sessionId) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method
                + "\",\"params\":{\"sessionId\":\"" + sessionId + "\"}}");
    }

    static Message initialize(String id) {
        return request(id, "initialize");
    }

    static Message notification(String method) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}");
    }

    /** Returns a notification of a session that carries a number. */
    static Message update(String sessionId, long number) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"" + sessionId
                + "\",\"n\":" + number + "}}");
    }

    /** Returns a notification of the connection that carries a number. */
    static Message note(long number) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"_test/note\",\"params\":{\"n\":" + number + "}}");
    }

    static Message result(String id) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
    }

    static Message session(String id, String sessionId) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"sessionId\":\"" + sessionId + "\"}}");
    }

    static Message error(String id) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32000,\"message\":\"no\"}}");
    }

    /** Returns a message of exactly so many bytes. */
    static Message sized(int bytes) {
        String empty = note(0).text();
        return Message.of(empty + " ".repeat(bytes - empty.length()));
    }
}
