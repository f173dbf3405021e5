// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.unix;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The name under which a server is found, which only its owner may open. */
record SocketFile(Path path) {
    private static final String OWNER_ALONE = "rw-------";

    /**
     * Listens under that name. It is bound where nobody else may look, and moved when its mode is right: so nobody connects before, and
     * the file of a server that was killed is replaced.
     *
     * @throws AgentException {@link Code#CONFIGURATION} if the name is taken or cannot be had
     */
    ServerSocketChannel listen() {
        Path absolute = path.toAbsolutePath();
        Path folder = absolute.resolveSibling("");
        if (isTaken()) {
            throw refusal("another process listens there, or it is no socket", null);
        }
        if (!Files.isDirectory(folder)) {
            throw refusal("its folder does not exist", null);
        }
        try {
            Path hidden = Files.createTempDirectory(folder, ".fairlead");
            try {
                ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    Path bound = hidden.resolve("s");
                    server.bind(UnixDomainSocketAddress.of(bound));
                    Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString(OWNER_ALONE));
                    Files.move(bound, absolute, StandardCopyOption.ATOMIC_MOVE);
                    return server;
                } catch (IOException | RuntimeException e) {
                    server.close();
                    Files.deleteIfExists(hidden.resolve("s"));
                    throw e;
                }
            } finally {
                Files.delete(hidden);
            }
        } catch (IOException | RuntimeException e) {
            throw refusal(String.valueOf(e.getMessage()), e);
        }
    }

    /** Removes the name; what is connected stays so. */
    void remove() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Returns whether something is there that is no socket, or a socket at which somebody listens. */
    private boolean isTaken() {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                || Files.isSymbolicLink(path)) {
            return true;
        }
        try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return other.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    private AgentException refusal(String why, @Nullable Throwable cause) {
        return new AgentException(
                Code.CONFIGURATION,
                "The socket " + path + " cannot be listened at: " + why + ". Set " + UnixTransport.PATH.key() + ".",
                cause);
    }
}
