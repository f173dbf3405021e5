// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import java.util.Locale;

/** How large a request may be: real clients send prompts with files in them. */
final class BodyCheck implements Check {
    static final String NAME = "body size";

    private static final int[] SIZES = {64 << 10, 1 << 20, (1 << 20) + (64 << 10), 8 << 20};
    private static final String ADVICE = "Let requests of at least 16 MiB pass (nginx: client_max_body_size 16m).";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        int passed = 0;
        for (int size : SIZES) {
            String attempt = "A POST of " + words(size);
            Passage.Answer answer;
            try {
                answer = passage.post(attempt, "/probe?id=" + passage.name(), new byte[size]);
            } catch (AgentException cut) {
                return judge(passed, cut.reason().detail());
            }
            Long arrived = Echo.number(answer, "bytes");
            if (arrived == null && passed == 0) {
                return Echo.unavailable(NAME, answer, attempt, ADVICE);
            }
            if (arrived == null || arrived != size) {
                return judge(passed, answer.unexpected(attempt).reason().detail());
            }
            passed = size;
        }
        return Finding.good(NAME, "Requests of " + words(passed) + " pass.");
    }

    private static Finding judge(int passed, String words) {
        return Finding.hindered(NAME, words + (passed == 0 ? "" : " Up to " + words(passed) + " pass."), ADVICE);
    }

    private static String words(int size) {
        return size >= 1 << 20 ? String.format(Locale.ROOT, "%.3g MiB", size / 1048576.0) : (size >> 10) + " KiB";
    }
}
