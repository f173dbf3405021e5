// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonText;
import dev.fairlead.api.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers a POST with what arrived of it: how often, how large, with which headers. So a client sees what the path does to the way up
 * (wire.md 2.5). Thread-safe.
 */
final class ProbeEcho {
    /** How many names of probes are remembered. */
    static final int MOST_NAMES = 256;

    /** The headers whose way through is told of; what they hold is not repeated. */
    private static final List<String> HEADERS = List.of(
            "Acp-Connection-Id",
            "Acp-Session-Id",
            "Acp-Protocol-Version",
            "Last-Event-ID",
            "Fairlead-Client",
            "Fairlead-Sequence",
            "Fairlead-Stream",
            "Fairlead-Ack",
            "Authorization",
            "Cookie",
            "Via",
            "X-Forwarded-For");

    private final int maxBytes;
    private final String path;
    private final Map<String, Integer> executions = new LinkedHashMap<>();

    /**
     * Creates an echo.
     *
     * @param maxBytes the most bytes of a body
     * @param path the endpoint's
     */
    ProbeEcho(int maxBytes, String path) {
        this.maxBytes = maxBytes;
        this.path = path;
    }

    /** Answers one POST; cuts the first of a name that asks for it, as a gateway does that crashes. */
    void answer(HttpCall call) {
        ProbeQuery query = new ProbeQuery(call.query());
        String name = query.name("id");
        boolean cut = query.flag("cut");
        call.body(maxBytes).whenComplete((body, failure) -> {
            if (body == null) {
                Answers.failure(
                        call,
                        failure instanceof AgentException known
                                ? known
                                : new AgentException(Code.LINK_LOST, "The body did not come.", failure));
                return;
            }
            int count = count(name);
            if (cut && count == 1) {
                call.stream(200, Map.of()).abort();
            } else {
                call.respond(200, headers(name), json(call, count, body.length));
            }
        });
    }

    private synchronized int count(String name) {
        int count = executions.merge(name, 1, Integer::sum);
        if (executions.size() > MOST_NAMES) {
            executions.remove(executions.keySet().iterator().next());
        }
        return count;
    }

    /** What the gateway sends down otherwise, so that the client sees whether it survives. */
    private Map<String, String> headers(String name) {
        return Map.of(
                "Content-Type",
                "application/json",
                "Cache-Control",
                "no-cache, no-store, no-transform",
                Headers.CONNECTION_ID,
                "probe",
                "Set-Cookie",
                "fairlead-probe=" + name + "; Path=" + path + "; Max-Age=60; HttpOnly; SameSite=Strict");
    }

    private static byte[] json(HttpCall call, int count, int bytes) {
        String seen = HEADERS.stream()
                .filter(header -> call.header(header) != null)
                .map(JsonText::quote)
                .collect(Collectors.joining(","));
        return ("{\"executions\":" + count + ",\"bytes\":" + bytes + ",\"headers\":[" + seen + "]}\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
