// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.container;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder where a framework keeps its bundles while it runs, among the temporary files. It is locked by the process, one of them in
 * each; a process that is killed leaves it without a lock, and the next one deletes it.
 */
final class FrameworkCache {
    private static final String PREFIX = "fairlead-osgi";

    /** Sorts before what a framework has there, and so is deleted after it. */
    private static final String LOCK = ".lock";

    private final Path folder;
    private final FileChannel lock;

    private FrameworkCache(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes one, and deletes those that were left. */
    static FrameworkCache create() throws IOException {
        Path folder = Files.createTempDirectory(PREFIX);
        Path unlocked = folder.resolve(".unlocked");
        FileChannel lock = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        // It has that name only now, so that nobody takes the folder for one that was left.
        Files.move(unlocked, folder.resolve(LOCK));
        deleteThoseLeft(folder);
        return new FrameworkCache(folder, lock);
    }

    Path folder() {
        return folder;
    }

    /** Deletes it, the first time. */
    synchronized void delete() {
        if (!lock.isOpen()) {
            return;
        }
        try (lock) {
            deleteAll(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " of the OSGi framework cannot be deleted.", e);
        }
    }

    private static void deleteThoseLeft(Path own) throws IOException {
        UserPrincipal owner = Files.getOwner(own);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
            for (Path folder : folders) {
                if (!folder.equals(own)) { // to close a second channel to its lock would free that (FileLock)
                    deleteIfLeft(folder, owner);
                }
            }
        }
    }

    private static void deleteIfLeft(Path folder, UserPrincipal owner) {
        Path name = folder.resolve(LOCK);
        try (FileChannel lock = FileChannel.open(name, StandardOpenOption.WRITE, NOFOLLOW_LINKS)) {
            if (Files.getOwner(folder, NOFOLLOW_LINKS).equals(owner) && lock.tryLock() != null) {
                deleteAll(folder);
            }
        } catch (IOException e) {
            // another process makes or deletes it at this moment; what is left after all is left to the next start
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
