// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.extension;
import static dev.fairlead.testkit.ConformanceCheck.must;

import java.io.IOException;
import java.util.List;

/** What a page of an allowed origin may do, and a page of another may not. */
final class CrossOriginChecks {
    private static final String ROW = "1 · OPTIONS";
    private static final String FOREIGN = "https://attacker.example";

    private CrossOriginChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "options-allowed-204",
                        ROW,
                        "A preflight from an allowed origin is answered with 204, an empty body and what is allowed.",
                        CrossOriginChecks::preflight),
                must(
                        "options-foreign-403",
                        ROW,
                        "A preflight from another origin is answered with 403 and allows nothing.",
                        CrossOriginChecks::foreignPreflight),
                must(
                        "origin-connection-id-exposed",
                        ROW + ", Acp-Connection-Id exposed",
                        "The answer to an allowed origin's initialize lets its script read Acp-Connection-Id.",
                        CrossOriginChecks::exposed),
                extension(
                        "origin-foreign-post-403",
                        "2.9 · Origin",
                        "A POST from another origin, or from 'null', is answered with 403.",
                        CrossOriginChecks::foreignPost),
                extension(
                        "origin-foreign-get-403",
                        "2.9 · Origin",
                        "A GET from another origin is answered with 403.",
                        trial -> Expect.status(
                                trial.head(trial.initialize().get().with("Origin", FOREIGN)), 403)),
                extension(
                        "origin-foreign-delete-403",
                        "2.9 · Origin",
                        "A DELETE from another origin is answered with 403, and the connection lives on.",
                        CrossOriginChecks::foreignDelete),
                extension(
                        "origin-foreign-websocket-403",
                        "2.9 · Origin",
                        "A WebSocket handshake from another origin is answered with 403.",
                        trial -> Expect.status(
                                trial.head(RawWebSocket.handshake(trial).with("Origin", FOREIGN)), 403)));
    }

    private static Request options(Trial trial, String origin) {
        return trial.request("OPTIONS")
                .without("Authorization")
                .with("Origin", origin)
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "content-type,acp-connection-id,acp-session-id");
    }

    private static void preflight(Trial trial) throws IOException {
        Response answer = trial.exchange(options(trial, trial.subject().origin()));
        Expect.status(answer, 204);
        Expect.emptyBody(answer);
        Expect.equal(
                "Access-Control-Allow-Origin", trial.subject().origin(), answer.header("Access-Control-Allow-Origin"));
        for (String method : List.of("GET", "POST", "DELETE")) {
            Expect.listed(answer, "Access-Control-Allow-Methods", method);
        }
        for (String header : List.of("Content-Type", "Acp-Connection-Id", "Acp-Session-Id")) {
            Expect.listed(answer, "Access-Control-Allow-Headers", header);
        }
        Expect.listed(answer, "Access-Control-Expose-Headers", "Acp-Connection-Id");
    }

    private static void foreignPreflight(Trial trial) throws IOException {
        Response answer = Expect.status(trial.exchange(options(trial, FOREIGN)), 403);
        Expect.equal("Access-Control-Allow-Origin", "", answer.header("Access-Control-Allow-Origin"));
    }

    private static void exposed(Trial trial) throws IOException {
        String origin = trial.subject().origin();
        Response answer = trial.exchange(trial.post(Rpc.initialize("1")).with("Origin", origin));
        Expect.status(answer, 200);
        Expect.equal("Access-Control-Allow-Origin", origin, answer.header("Access-Control-Allow-Origin"));
        Expect.listed(answer, "Access-Control-Expose-Headers", "Acp-Connection-Id");
        Expect.listed(answer, "Vary", "Origin");
    }

    private static void foreignPost(Trial trial) throws IOException {
        for (String origin : List.of(FOREIGN, "null")) {
            Expect.status(trial.exchange(trial.post(Rpc.initialize("1")).with("Origin", origin)), 403);
        }
    }

    private static void foreignDelete(Trial trial) throws IOException {
        PlainClient client = trial.initialize();
        Request delete = trial.request("DELETE").connection(client.id()).with("Origin", FOREIGN);
        Expect.status(trial.exchange(delete), 403);
        client.openStream();
    }
}
