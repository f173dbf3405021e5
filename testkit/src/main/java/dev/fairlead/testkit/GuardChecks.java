// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.extension;

import java.io.IOException;
import java.util.List;

/** Who is let in at all. */
final class GuardChecks {
    private GuardChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                extension(
                        "host-unknown-refused",
                        "2.9 · Host",
                        "A request whose Host is no known name is refused with 400, 403 or 421.",
                        GuardChecks::unknownHost),
                extension(
                        "token-missing-401",
                        "2.9 · Authorization: Bearer",
                        "Without the token POST, GET, DELETE and the handshake are answered with 401 and"
                                + " WWW-Authenticate: Bearer.",
                        trial -> refused(trial, "")),
                extension(
                        "token-wrong-401",
                        "2.9 · Authorization: Bearer",
                        "With a wrong token POST, GET, DELETE and the handshake are answered with 401.",
                        trial -> refused(trial, "Bearer " + trial.subject().token() + "x")),
                extension(
                        "errors-name-no-internals",
                        "2.9 · error bodies",
                        "Bodies of errors name no class, stack or path of a file.",
                        GuardChecks::noInternals));
    }

    private static void unknownHost(Trial trial) throws IOException {
        for (Request request : List.of(
                trial.post(Rpc.initialize("1")), trial.get().connection("any"), RawWebSocket.handshake(trial))) {
            Expect.status(trial.head(request.set("Host", "attacker.example")), 400, 403, 421);
        }
    }

    private static void refused(Trial trial, String authorization) throws IOException {
        CheckSkipped.unless(!trial.subject().token().isEmpty(), "no token was given, so the server may need none");
        for (Request request : List.of(
                trial.post(Rpc.initialize("1")),
                trial.get().connection("any"),
                trial.request("DELETE").connection("any"),
                RawWebSocket.handshake(trial))) {
            Request bare = request.without("Authorization");
            Request sent = authorization.isEmpty() ? bare : bare.with("Authorization", authorization);
            Response answer = Expect.status(trial.head(sent), 401);
            Expect.that(
                    answer.header("WWW-Authenticate").startsWith("Bearer"),
                    "the 401 has no WWW-Authenticate: Bearer but '" + answer.header("WWW-Authenticate") + "'");
        }
    }

    private static void noInternals(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        for (Request request : List.of(
                trial.post("{"),
                client.post("{\"jsonrpc\":\"2.0\"}"),
                client.post("[]"),
                trial.post(Rpc.initialize("1")).connection("no-such"),
                trial.request("PUT"))) {
            String body = trial.exchange(request).text();
            boolean internal =
                    body.matches("(?s).*(\\bat [\\w.$]+\\(|[a-z]+\\.[a-z]+\\.[A-Z]\\w+|Exception|/(home|usr|work)/).*");
            Expect.that(!internal, "the body of an error shows what is inside: " + body);
        }
    }
}
