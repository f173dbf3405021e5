// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a program the way that starting it would, so that a wrong command is known before anybody connects.
 *
 * @param directory where a name with a separator in it is looked for
 * @param path where a bare name is looked for
 * @param endings what may follow the name in the file's name: nothing, or {@code .exe}, {@code .cmd} … on Windows
 */
record ProgramSearch(Path directory, List<Path> path, List<String> endings) {
    /** Returns a search in the process's {@code PATH}, and from a directory or the current one. */
    static ProgramSearch onThisMachine(@Nullable Path directory) {
        Map<String, String> environment = System.getenv();
        boolean windows = File.separatorChar == '\\';
        return new ProgramSearch(
                directory == null ? Path.of("") : directory,
                split(environment.getOrDefault("PATH", "")).map(Path::of).toList(),
                windows ? split(environment.getOrDefault("PATHEXT", ".EXE")).toList() : List.of(""));
    }

    /**
     * Returns what to start for that program: the name itself, or the file found where the name lacks its ending.
     *
     * @throws AgentException {@link Code#AGENT_UNAVAILABLE}: it cannot be found, or must not be run
     */
    String find(String program) {
        boolean bare = program.indexOf('/') < 0 && program.indexOf(File.separatorChar) < 0;
        try {
            for (Path place : bare ? path : List.of(directory)) {
                for (String ending : endings) {
                    Path file = place.resolve(program + ending);
                    if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                        return ending.isEmpty() ? program : file.toString();
                    }
                }
            }
        } catch (InvalidPathException e) {
            throw missing(program, "is no file name", e);
        }
        throw missing(program, bare ? "is in no directory of PATH" : "is no program that may be run", null);
    }

    private static AgentException missing(String program, String why, @Nullable Exception cause) {
        return new AgentException(
                Code.AGENT_UNAVAILABLE,
                "The agent's command '" + program + "' cannot be found: it " + why + ". Check its spelling.",
                cause);
    }

    private static Stream<String> split(String list) {
        return Stream.of(list.split(File.pathSeparator)).filter(item -> !item.isBlank());
    }
}
