// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Whether polls are answered, each by the gateway itself and not from a cache. */
final class PollCheck implements Check {
    static final String NAME = "polling";

    private static final String ATTEMPT = "A poll";
    private static final String ADVICE =
            "Let the network pass POST with a body of type application/json to this address, and never answer one from a cache.";

    private static final String RATE = "Allow a client several requests a second to this address.";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        Duration took = Duration.ZERO;
        for (int poll = 1; poll <= 3; poll++) {
            Passage.Answer answer = passage.post(ATTEMPT, "/poll", body(poll));
            JsonObject json = answer.status() == 200 ? answer.json() : null;
            Long echoed = json == null ? null : json.number("poll");
            if (answer.status() == 429) {
                return Finding.hindered(
                        NAME,
                        "This network limits how often polls may come (429); Fairlead waits as it is told.",
                        RATE);
            }
            if (echoed == null) {
                return Finding.broken(NAME, answer.unexpected(ATTEMPT).reason().detail(), ADVICE);
            }
            took = answer.took();
            if (echoed != poll) {
                return Finding.hindered(
                        NAME,
                        "Polls are answered from a cache: poll " + poll + " got the answer to " + echoed + ".",
                        ADVICE);
            }
        }
        return Finding.good(NAME, "Long polling works, " + took.toMillis() + " ms.")
                .taking(took);
    }

    private static byte[] body(int poll) {
        return ("{\"poll\":" + poll + ",\"waitMillis\":0}").getBytes(StandardCharsets.US_ASCII);
    }
}
