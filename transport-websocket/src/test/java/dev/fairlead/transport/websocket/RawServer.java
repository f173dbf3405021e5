// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server of one connection that says what a test wants, byte by byte. What fails in it fails {@link #close}. */
final class RawServer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening;
    private final CompletableFuture<Void> done;
    private Socket socket;
    private DataInputStream in;
    private OutputStream out;

    /** What the server does with its connection. */
    interface Script {
        void run(RawServer server) throws Exception;
    }

    RawServer(Script script) throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        done = CompletableFuture.runAsync(
                () -> {
                    try {
                        socket = listening.accept();
                        in = new DataInputStream(socket.getInputStream());
                        out = socket.getOutputStream();
                        script.run(this);
                    } catch (SocketException gone) {
                        // the client left, or the test is over
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                work -> new Thread(work, "raw-server").start());
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/acp");
    }

    /** Reads the head of a request. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Reads the handshake and takes it; an empty subprotocol picks none. */
    String shakeHands(String subprotocol) throws IOException, GeneralSecurityException {
        String head = head();
        String key = head.replaceFirst("(?is).*sec-websocket-key: *(\\S+).*", "$1");
        byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
        raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n"
                + (subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n") + "\r\n");
        return head;
    }

    void raw(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Sends a frame of less than 64 KiB. */
    void frame(boolean last, int opcode, byte[] payload) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(4).put((byte) ((last ? 0x80 : 0) | opcode));
        if (payload.length < 126) {
            head.put((byte) payload.length);
        } else {
            head.put((byte) 126).putShort((short) payload.length);
        }
        out.write(head.array(), 0, head.position());
        out.write(payload);
        out.flush();
    }

    void text(String text) throws IOException {
        frame(true, 1, text.getBytes(StandardCharsets.UTF_8));
    }

    void closeFrame(int status, String reason) throws IOException {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        frame(
                true,
                8,
                ByteBuffer.allocate(2 + words.length)
                        .putShort((short) status)
                        .put(words)
                        .array());
    }

    /** Reads a frame of less than 64 KiB; a text as it is, anything else with its opcode in front: {@code 8:…}. */
    String read() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        if (opcode == 8) {
            return "8:" + ByteBuffer.wrap(payload).getShort();
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        return opcode == 1 ? text : opcode + ":" + text;
    }

    /** Waits until the client has ended the connection. */
    void readToEnd() throws IOException {
        in.readAllBytes();
    }

    void cut() throws IOException {
        socket.close();
    }

    /** Waits for the script, and for what failed in it. */
    void finished() {
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (socket != null) {
            socket.close();
        }
        finished();
    }
}
