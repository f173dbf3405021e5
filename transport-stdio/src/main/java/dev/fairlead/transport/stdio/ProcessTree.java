// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process and all that it started, as far as the system lets that be known. Used by one thread.
 *
 * <p>Java can neither make a process group nor signal one. What it has is the line of descent, and that breaks where a process ends
 * before its children. So each look adds the descendants of everything known before, and on Linux also whoever carries the child's
 * {@link #MARK} in its environment, which is inherited however the descent breaks.
 */
final class ProcessTree {
    /** The environment variable that marks a child and what it starts. It does not begin with FAIRLEAD_: those are settings. */
    static final String MARK = "AGENT_OF_FAIRLEAD";

    private static final Logger log = LoggerFactory.getLogger(ProcessTree.class);
    private static final Path PROC = Path.of("/proc");
    private static final boolean SHOWS_ENVIRONMENT = Files.isReadable(PROC.resolve("self/environ"));

    /** Of the fields of proc(5), which numbers them from 1, those from the third on. */
    private static final int FLAGS = 9 - 3;

    private static final int END_CODE = 27 - 3;
    private static final int ENV_START = 50 - 3;
    private static final int ENV_END = 51 - 3;

    /** The flag of a thread of the kernel, which has no environment: PF_KTHREAD. */
    private static final long KERNEL_THREAD = 0x0020_0000;

    private final String mark;
    private final Set<String> foreign = new HashSet<>();
    private Set<ProcessHandle> known;
    private boolean uncertain;

    ProcessTree(ProcessHandle root, String mark) {
        this.known = Set.of(root);
        this.mark = mark;
    }

    /** Follows the line of descent, which must be done before it breaks. */
    void follow() {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        for (ProcessHandle process : known) {
            if (runs(process) && found.add(process)) {
                process.descendants().forEach(found::add);
            }
        }
        known = found;
    }

    /** Looks again, and returns what still runs: the child itself, if it does, first. */
    List<ProcessHandle> running() {
        follow();
        uncertain = false;
        if (SHOWS_ENVIRONMENT) {
            addMarked();
        }
        return known.stream().filter(ProcessTree::runs).toList();
    }

    /** Looks twice, as a process that begins and one that ends during a look may both be missed, and returns whether nothing runs. */
    boolean isGone() {
        return running().isEmpty() && !uncertain && running().isEmpty() && !uncertain;
    }

    /** Sends SIGTERM to all that runs. */
    void terminate() {
        running().forEach(ProcessHandle::destroy);
    }

    /** Sends SIGKILL to all that runs. */
    void kill() {
        running().forEach(ProcessHandle::destroyForcibly);
    }

    private void addMarked() {
        Set<String> listed = new HashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                String pid = process.getFileName().toString();
                listed.add(pid);
                if (!foreign.contains(pid)) {
                    consider(process, pid);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.debug(
                    "/proc cannot be listed, so only the line of descent is known: {} transport=stdio", e.getMessage());
        }
        foreign.retainAll(listed);
    }

    private void consider(Path process, String pid) {
        String environment = read(process.resolve("environ"));
        if (isMarked(environment)) {
            ProcessHandle handle = ProcessHandle.of(Long.parseLong(pid)).orElse(null);
            if (handle != null && isMarked(read(process.resolve("environ")))) {
                known.add(handle);
            } else {
                uncertain = true; // it has ended, or begun to load, or its number has passed to another
            }
        } else if (environment == null || isWhole(environment, stat(process))) {
            foreign.add(pid);
        } else {
            uncertain = true;
        }
    }

    private boolean isMarked(@Nullable String environment) {
        return environment != null && environment.contains(mark);
    }

    /**
     * Returns whether what was read of a process is its whole environment. Amid an execve(2) there is none to show, and one that is read
     * in pieces breaks off. Its bounds are right when the code's are known, which the kernel sets last: proc(5), {@code endcode}.
     */
    private static boolean isWhole(String environment, String[] stat) {
        if (stat.length <= ENV_END || hasEnded(stat) || (Long.parseLong(stat[FLAGS]) & KERNEL_THREAD) != 0) {
            return true;
        }
        long start = Long.parseUnsignedLong(stat[ENV_START]);
        long end = Long.parseUnsignedLong(stat[ENV_END]);
        return !stat[END_CODE].equals("0") && environment.length() == end - start;
    }

    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && !hasEnded(stat(PROC.resolve(Long.toString(process.pid()))));
    }

    /** Returns whether a process is a mere entry that its parent has yet to collect. */
    private static boolean hasEnded(String[] stat) {
        return stat[0].equals("Z") || stat[0].equals("X");
    }

    /** Returns what is known of a process, from its state on: proc(5), {@code pid (name) state …}. */
    private static String[] stat(Path process) {
        String stat = read(process.resolve("stat"));
        return stat == null
                ? new String[] {""}
                : stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** Returns a file of /proc; null where there is none, or it is not ours to read. */
    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }
}
