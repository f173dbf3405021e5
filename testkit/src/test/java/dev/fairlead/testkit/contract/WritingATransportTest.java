// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every piece of Java on the page stands in a source file that is compiled. */
class WritingATransportTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern PIECE = Pattern.compile("<!-- from (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVA = Pattern.compile("```java");
    private static final Pattern OMISSION = Pattern.compile("\\s*// …\n");

    @Test
    void everyPieceOfJavaIsCopiedFromItsSource() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/writing-a-transport.md"), UTF_8);
        List<MatchResult> pieces = PIECE.matcher(page).results().toList();
        assertEquals(JAVA.matcher(page).results().count(), pieces.size(), "pieces that name their source");
        assertTrue(pieces.size() > 10, () -> "There are only " + pieces.size() + " pieces.");
        for (MatchResult piece : pieces) {
            String source = Files.readString(ROOT.resolve(piece.group(1)), UTF_8);
            int from = 0;
            for (String part : OMISSION.split(piece.group(2), -1)) {
                int at = source.indexOf(part.strip(), from);
                assertTrue(at >= 0, () -> "Not in " + piece.group(1) + ", or not any more:\n" + part);
                from = at;
            }
        }
    }
}
