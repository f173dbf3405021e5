// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls an endpoint over HTTP/1.1, each time on a socket of its own, byte for byte as it is told: rudely, where a test wants that.
 *
 * @param endpoint the address
 */
record Caller(URI endpoint) {
    static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":1}}";

    /** Returns a head that announces the end of the connection. Headers are whole lines. */
    String head(String method, String... headers) {
        return Stream.concat(
                        Stream.of(
                                method + " " + endpoint.getPath() + " HTTP/1.1",
                                "Host: " + endpoint.getAuthority(),
                                "Connection: close"),
                        Stream.of(headers))
                .collect(Collectors.joining("\r\n", "", "\r\n\r\n"));
    }

    /** Returns a POST of JSON with a length. */
    byte[] post(byte[] body, String... headers) {
        byte[] head = head(
                        "POST",
                        Stream.concat(
                                        Stream.of("Content-Type: application/json", "Content-Length: " + body.length),
                                        Stream.of(headers))
                                .toArray(String[]::new))
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    byte[] post(String body, String... headers) {
        return post(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer initialize(String... headers) throws IOException {
        return exchange(post(INITIALIZE, headers));
    }

    /** Ends a connection. */
    Answer delete(String connectionId) throws IOException {
        return exchange(head("DELETE", "Acp-Connection-Id: " + connectionId).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a request and reads the answer. */
    Answer exchange(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            try {
                socket.getOutputStream().write(request);
            } catch (SocketException e) {
                // A server may answer and hang up before it has all; what it said is read below.
            }
            return answer(socket);
        }
    }

    Socket connect() throws IOException {
        int patience = (int) FairleadProcess.PATIENCE.toMillis();
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.getPort()), patience);
        socket.setSoTimeout(patience);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Reads the answer that comes on a socket. */
    static Answer answer(Socket socket) throws IOException {
        return Answer.read(new BufferedInputStream(socket.getInputStream()));
    }

    /** Reads what comes on a socket until the other side ends it, with or without a goodbye. */
    static String rest(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] part = new byte[8192];
        try {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                all.write(part, 0, count);
            }
        } catch (SocketException e) {
            // reset: the other side has ended it
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
