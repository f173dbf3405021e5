// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.JsonObject;
import java.net.http.HttpRequest;

/** Whether DELETE reaches the gateway, which then asks which connection is meant. */
final class MethodCheck implements Check {
    static final String NAME = "methods";

    private static final String ATTEMPT = "DELETE";
    private static final String ADVICE =
            "Pass the method DELETE; without it the gateway learns late that a client has gone.";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        HttpRequest request = passage.request("").DELETE().build();
        Passage.Answer answer = passage.send(ATTEMPT, request);
        JsonObject json = answer.json();
        return answer.status() == 400 && json != null && json.object("error") != null
                ? Finding.good(NAME, "GET, POST and DELETE pass.")
                : Finding.hindered(NAME, answer.unexpected(ATTEMPT).reason().detail(), ADVICE);
    }
}
