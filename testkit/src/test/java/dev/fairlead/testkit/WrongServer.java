// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server that reads the head of a request and then says always the same, right or wrong. */
final class WrongServer implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();

    private WrongServer(ServerSocket server) {
        this.server = server;
    }

    /** Starts a server that sends those bytes to whoever sends a request, and hangs up after it if told so. */
    static WrongServer thatSays(String answer, boolean hangsUp) throws IOException {
        WrongServer wrong = new WrongServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread acceptor = new Thread(() -> wrong.accept(answer, hangsUp), "wrong-server");
        acceptor.setDaemon(true);
        acceptor.start();
        return wrong;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/acp");
    }

    private void accept(String answer, boolean hangsUp) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                synchronized (sockets) {
                    sockets.add(socket);
                }
                readHead(socket.getInputStream());
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                if (hangsUp) {
                    socket.close();
                }
            } catch (IOException gone) {
                // The client went away, or the test is over; the condition of the loop tells which.
            }
        }
    }

    private static void readHead(InputStream in) throws IOException {
        int newlines = 0;
        for (int c = in.read(); c >= 0 && newlines < 2; c = newlines < 2 ? in.read() : -1) {
            newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
