// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

/** Whether answers are kept on the way, though the gateway forbids it. */
final class CacheCheck implements Check {
    static final String NAME = "cache";

    private static final String ATTEMPT = "A POST";
    private static final String ADVICE = "Obey Cache-Control: no-store, and never keep the answer to a POST.";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        String path = "/probe?id=" + passage.name();
        Passage.Answer first = passage.post(ATTEMPT, path, new byte[0]);
        Passage.Answer second = passage.post(ATTEMPT, path, new byte[0]);
        Long before = Echo.number(first, "executions");
        Long after = Echo.number(second, "executions");
        if (before == null || after == null) {
            return Echo.unavailable(NAME, before == null ? first : second, ATTEMPT, ADVICE);
        }
        return after > before
                ? Finding.good(NAME, "No answer comes from a cache.")
                : Finding.hindered(NAME, "Answers come from a cache though the gateway forbids it.", ADVICE);
    }
}
