// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "these are the file modes of Unix")
class SocketFileTest {
    @TempDir
    private Path folder;

    @Test
    void onlyItsOwnerMayOpenIt() throws IOException {
        Path path = folder.resolve("s");
        try (ServerSocketChannel server = new SocketFile(path).listen();
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertTrue(server.isOpen() && client.isConnected());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertEquals(List.of(path), files());
        }
    }

    @Test
    void takesThePlaceOfAServerThatWasKilled() throws IOException {
        Path path = folder.resolve("s");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));
        try (ServerSocketChannel server = new SocketFile(path).listen();
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertTrue(server.isOpen() && client.isConnected());
        }
    }

    @Test
    void leavesTheSocketOfALivingServerAlone() throws IOException {
        Path path = folder.resolve("s");
        try (ServerSocketChannel first = new SocketFile(path).listen()) {
            AgentException refusal = assertThrows(AgentException.class, () -> new SocketFile(path).listen());
            assertEquals(Code.CONFIGURATION, refusal.code());
            assertTrue(refusal.getMessage().contains("another process listens there"), refusal::getMessage);
            assertTrue(first.isOpen());
            assertEquals(List.of(path), files());
        }
    }

    @Test
    void leavesAFileThatIsNoSocketAlone() throws IOException {
        Path path = Files.writeString(folder.resolve("s"), "a diary");
        assertThrows(AgentException.class, () -> new SocketFile(path).listen());
        assertEquals("a diary", Files.readString(path));
    }

    @Test
    void saysWhichSettingIsWrongWhereThereIsNoFolder() {
        SocketFile nowhere = new SocketFile(folder.resolve("no/such/s"));
        AgentException refusal = assertThrows(AgentException.class, nowhere::listen);
        assertEquals(
                "The socket " + nowhere.path()
                        + " cannot be listened at: its folder does not exist. Set transport.unix.path.",
                refusal.getMessage());
    }

    @Test
    void goesWhenItIsRemoved() throws IOException {
        SocketFile file = new SocketFile(folder.resolve("s"));
        try (ServerSocketChannel server = file.listen()) {
            assertTrue(server.isOpen());
            file.remove();
        }
        assertFalse(Files.exists(file.path()));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
