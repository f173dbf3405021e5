// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.util.List;

/** A client that polls (wire.md 2.3), with a name that no other has. */
final class Poller {
    private final Trial trial;
    private final String name;
    private String connectionId = "";

    Poller(Trial trial) {
        this.trial = trial;
        this.name = "conformance-" + Long.toHexString(System.nanoTime());
    }

    /** Sends {@code initialize} in a poll that begins a connection; the connection ends with the trial. */
    Json begin() throws IOException {
        String message = "{\"sequence\":1,\"message\":" + Rpc.initialize("\"i\"") + "}";
        Json answer = Expect.json(Expect.status(
                exchange(trial, "{\"client\":" + Json.quote(name) + ",\"messages\":[" + message + "]}"), 200));
        Expect.that(answer.at("connectionId").isString(), "the answer names no connection: " + answer);
        if (connectionId.isEmpty()) {
            connectionId = answer.at("connectionId").text();
            trial.endsConnection(connectionId);
        }
        return answer;
    }

    /** Polls with some members of a question. */
    Json poll(String members) throws IOException {
        return Expect.json(Expect.status(exchange(trial, question(members)), 200));
    }

    /** Polls until there are events behind a cursor. */
    List<Json> events(int after) throws IOException {
        Json answer = poll("\"after\":" + after + ",\"waitMillis\":5000");
        Expect.that(!answer.at("events").items().isEmpty(), "no event came: " + answer);
        return answer.at("events").items();
    }

    /** Sends a poll whose answer is read later. */
    HttpSocket ask(String members) throws IOException {
        HttpSocket socket = trial.open();
        socket.send(trial.post(question(members)), trial.subject().target() + "/poll");
        return socket;
    }

    private String question(String members) {
        return "{\"client\":" + Json.quote(name) + ",\"connectionId\":" + Json.quote(connectionId) + "," + members
                + "}";
    }

    /** Sends a poll's body as it is. */
    static Response exchange(Trial trial, String body) throws IOException {
        return trial.exchange(trial.post(body), "/poll");
    }
}
