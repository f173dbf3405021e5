// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Linux tells of a running process: proc(5).
 *
 * @param pid its number
 */
record ProcessFolder(long pid) {
    /** That of this JVM. */
    static final ProcessFolder SELF = new ProcessFolder(ProcessHandle.current().pid());

    private static final Pattern IGNORED_SIGNALS = Pattern.compile("(?m)^SigIgn:\\s+(\\p{XDigit}+)$");
    private static final int INTERRUPT = 2;

    /** Reads one entry of a folder. */
    private interface Reading {
        String of(Path entry) throws IOException;
    }

    /** Returns the names of its threads, of which Linux keeps 15 characters. */
    List<String> threads() {
        return each("task", thread -> Files.readString(thread.resolve("comm")).strip());
    }

    /** Returns the sockets and pipes that it holds open. */
    List<String> channels() {
        return each("fd", fd -> Files.readSymbolicLink(fd).toString()).stream()
                .filter(target -> target.startsWith("socket:") || target.startsWith("pipe:"))
                .toList();
    }

    /** Returns whether it ignores SIGINT, and with it whatever it starts: so do background jobs of a script (POSIX sh, 2.11). */
    boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return false;
        }
        Matcher ignored = IGNORED_SIGNALS.matcher(Files.readString(status));
        return ignored.find() && (Long.parseUnsignedLong(ignored.group(1), 16) & (1L << (INTERRUPT - 1))) != 0;
    }

    private List<String> each(String folder, Reading reading) {
        List<String> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), folder))) {
            for (Path entry : entries) {
                try {
                    all.add(reading.of(entry));
                } catch (NoSuchFileException e) {
                    // it has just ended
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        }
        return all;
    }
}
