// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The tools of the test kit, found as the JDK's own tools are: nothing else of the command needs its jar. */
final class TestKit {
    private TestKit() {}

    /** Runs a tool with the words that a command has understood; returns its exit code. */
    static int run(String tool, CommandLine command) {
        ToolProvider found = ToolProvider.findFirst(tool)
                .orElseThrow(() -> new AgentException(
                        Code.UNSUPPORTED, "The test kit is not here: put the jar fairlead-testkit into lib."));
        return found.run(command.getOut(), command.getErr(), words(command).toArray(String[]::new));
    }

    private static List<String> words(CommandLine command) {
        List<String> words = new ArrayList<>();
        for (OptionSpec option : command.getParseResult().matchedOptions()) {
            if (option.arity().max() == 0) {
                words.add(option.longestName());
            } else {
                for (String value : option.originalStringValues()) {
                    words.add(option.longestName());
                    words.add(value);
                }
            }
        }
        command.getParseResult().matchedPositionals().forEach(word -> words.addAll(word.originalStringValues()));
        return words;
    }
}
