// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;

/** Whether a POST arrives once: proxies repeat them, some always, some when the gateway cut the first. */
final class ReplayCheck implements Check {
    static final String NAME = "replay";

    private static final String ATTEMPT = "A POST";
    private static final String ADVICE =
            "Do not repeat POST requests (nginx: no proxy_next_upstream non_idempotent; haproxy: no"
                    + " retry-on for methods other than GET).";
    private static final byte[] EMPTY = {'{', '}'};

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        Passage.Answer answer = passage.post(ATTEMPT, "/probe?id=" + passage.name(), EMPTY);
        Long executions = Echo.number(answer, "executions");
        if (executions == null) {
            return Echo.unavailable(NAME, answer, ATTEMPT, ADVICE);
        }
        if (executions > 1) {
            return hindered("This network executes each POST " + executions + " times");
        }
        return isRepeatedWhenCut(passage)
                ? hindered("This network repeats a POST when the gateway cuts the first")
                : Finding.good(NAME, "Each POST arrives once.");
    }

    private static Finding hindered(String what) {
        return Finding.hindered(
                NAME, what + "; Fairlead's sequences make that harmless, plain clients are not safe.", ADVICE);
    }

    private static boolean isRepeatedWhenCut(Passage passage) {
        try {
            Long executions =
                    Echo.number(passage.post(ATTEMPT, "/probe?cut=true&id=" + passage.name(), EMPTY), "executions");
            return executions != null && executions > 1;
        } catch (AgentException cut) {
            return false; // as it should be
        }
    }
}
