// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/** A TCP or TLS connection that speaks HTTP/1.1 to the letter, because the JDK's client is too polite to be rude. */
final class HttpSocket implements Closeable {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private HttpSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static HttpSocket open(URI endpoint, Duration patience) throws IOException {
        boolean secure = endpoint.getScheme().equals("https");
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(endpoint.getHost(), port(endpoint)), (int) patience.toMillis());
        if (secure) {
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            socket = factory.createSocket(socket, endpoint.getHost(), port(endpoint), true);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) patience.toMillis());
        return new HttpSocket(socket);
    }

    static int port(URI endpoint) {
        if (endpoint.getPort() >= 0) {
            return endpoint.getPort();
        }
        return endpoint.getScheme().equals("https") ? 443 : 80;
    }

    /** Sends the head and the body. A server may answer and hang up before it has all: that shows when the answer is read. */
    void send(Request request, String target) throws IOException {
        write(request.head(target));
        try {
            write(request.body());
        } catch (IOException hungUp) {
            if (request.body().length == 0) {
                throw hungUp;
            }
        }
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Reads the head of an answer, passing over interim ones (1xx) except 101. */
    Response head() throws IOException {
        while (true) {
            String[] words = line().split(" ", 3);
            if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[0-9]{3}")) {
                throw new IOException("the answer does not begin with a status line: " + String.join(" ", words));
            }
            int status = Integer.parseInt(words[1]);
            Map<String, List<String>> headers = headers();
            if (status >= 200 || status == 101) {
                return new Response(status, headers, "");
            }
        }
    }

    /** Returns the body that follows a head. */
    InputStream body(Response head) {
        if (head.status() == 204 || head.status() == 304) {
            return InputStream.nullInputStream();
        }
        if (head.header("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return new ChunkedBody(in);
        }
        return head.has("Content-Length") ? new SizedBody(in, Long.parseLong(head.header("Content-Length"))) : in;
    }

    /** Reads an answer to its end. */
    Response answer() throws IOException {
        Response head = head();
        String text = new String(body(head).readAllBytes(), StandardCharsets.UTF_8);
        return new Response(head.status(), head.headers(), text);
    }

    /** Waits that long for bytes from now on. */
    void patience(Duration changed) throws IOException {
        socket.setSoTimeout((int) changed.toMillis());
    }

    /** Waits for ever from now on; for streams, whose end is watched from elsewhere. */
    void beStream() throws IOException {
        socket.setSoTimeout(0);
    }

    InputStream in() {
        return in;
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("a header line has no name: " + line);
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        return headers;
    }

    private String line() throws IOException {
        return readLine(in);
    }

    static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server hung up in the middle of an answer");
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a line of the answer is longer than " + LONGEST_LINE + " bytes");
            }
            line.append((char) c);
        }
        int end = line.length();
        String text = end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
        return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
