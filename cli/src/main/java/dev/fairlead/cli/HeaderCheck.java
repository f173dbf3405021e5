// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which headers survive the way up, and the way down, cookies among them. */
final class HeaderCheck implements Check {
    static final String NAME = "headers";

    private static final String ATTEMPT = "A POST with ACP's headers";
    private static final Map<String, String> SENT = new TreeMap<>(Map.of(
            "Acp-Connection-Id", "probe",
            "Acp-Session-Id", "probe",
            "Acp-Protocol-Version", "1",
            "Last-Event-ID", "1",
            "Fairlead-Client", "probe",
            "Fairlead-Sequence", "1",
            "Fairlead-Stream", "all",
            "Fairlead-Ack", "1"));
    private static final String ADVICE =
            "Pass request and response headers that begin with Acp- and Fairlead-, Last-Event-ID and cookies unchanged.";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        Passage.Answer first = post(passage);
        if (seen(first) == null) {
            return Echo.unavailable(NAME, first, ATTEMPT, ADVICE);
        }
        Passage.Answer second = post(passage); // with the cookie of the first
        String seen = seen(second);
        if (seen == null) {
            return Echo.unavailable(NAME, second, ATTEMPT, ADVICE);
        }
        List<String> lost = new ArrayList<>();
        SENT.keySet().stream().filter(name -> !seen.contains('"' + name + '"')).forEach(lost::add);
        if (first.headers().firstValue("Acp-Connection-Id").isEmpty()) {
            lost.add("Acp-Connection-Id on the way down");
        }
        if (first.headers().firstValue("Set-Cookie").isEmpty()) {
            lost.add("Set-Cookie");
        } else if (!seen.contains("\"Cookie\"")) {
            lost.add("Cookie");
        }
        return judge(lost);
    }

    static Finding judge(List<String> lost) {
        return lost.isEmpty()
                ? Finding.good(NAME, "All headers survive, both ways.")
                : Finding.hindered(
                        NAME,
                        "This network drops headers: " + String.join(", ", lost)
                                + (lost.contains("Acp-Connection-Id")
                                        ? ". SSE cannot work without them; polling carries all that it needs in the body."
                                        : "."),
                        ADVICE);
    }

    private static Passage.Answer post(Passage passage) {
        HttpRequest.Builder request = passage.request("/probe?id=" + passage.name());
        SENT.forEach(request::header);
        return passage.send(
                ATTEMPT, request.POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    /** Returns the JSON list of headers that arrived, or null if something else than the gateway answered. */
    private static @Nullable String seen(Passage.Answer answer) {
        JsonObject json = answer.status() == 200 ? answer.json() : null;
        byte[] headers = json == null ? null : json.bytes("headers");
        return headers == null ? null : new String(headers, StandardCharsets.UTF_8);
    }
}
