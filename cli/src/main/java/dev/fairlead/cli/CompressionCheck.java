// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.time.Duration;

/** Whether event streams are compressed for who says that it could read them so, as browsers do. */
final class CompressionCheck implements Check {
    static final String NAME = "compression";

    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final String ADVICE = "Do not compress text/event-stream (nginx: not in gzip_types).";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        return judge(ObservedStream.observe(
                passage,
                passage.request("/probe?events=2")
                        .header("Accept", "text/event-stream")
                        .header("Accept-Encoding", "gzip, deflate, br")
                        .GET()
                        .build(),
                2,
                LONGEST));
    }

    static Finding judge(Observation seen) {
        if (seen.isCompressed()) {
            return Finding.hindered(
                    NAME,
                    "This network compresses event streams (" + seen.header("Content-Encoding")
                            + ") for who can read it, browsers for instance; compressors hold small events.",
                    ADVICE);
        }
        return seen.isStream()
                ? Finding.good(NAME, "Event streams are not compressed.")
                : Finding.untried(NAME, "There was no event stream to look at.");
    }
}
