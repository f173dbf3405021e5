// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends exactly what a test says. Nothing is waited for longer than ten seconds. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawClient(int port) {
        this(port, new Socket());
    }

    private RawClient(int port, Socket socket) {
        this.socket = socket;
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a client whose own kernel takes little that it has not read. */
    static RawClient withSmallWindow(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        return new RawClient(port, socket);
    }

    Socket socket() {
        return socket;
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** Reads until the text is there, and returns everything up to its end. */
    String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length() || text.indexOf(end, text.length() - end.length()) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** Reads a whole answer that has a Content-Length. */
    String readAnswer() throws IOException {
        String head = readUntil("\r\n\r\n");
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length:");
        int length = at < 0
                ? 0
                : Integer.parseInt(
                        head.substring(at + 15, head.indexOf('\r', at)).strip());
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    int read() throws IOException {
        return in.read();
    }

    byte[] read(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** Reads to the end, well or badly; a server that does not end within ten seconds fails the test. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketException e) {
            bytes.writeBytes("[reset]".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Goes away as programs do. */
    void leave() throws IOException {
        socket.close();
    }

    /** Goes away without a word to the application: a reset. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
