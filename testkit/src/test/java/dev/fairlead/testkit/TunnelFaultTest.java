// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.FaultyPlace.PATIENCE;
import static dev.fairlead.testkit.FaultyPlace.SILENCE;
import static dev.fairlead.testkit.FaultyPlace.webSocket;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults of WebSockets, with bare sockets at both ends of the proxy: behind the 101 it carries bytes. */
class TunnelFaultTest {
    private static final String OPEN = String.join(
            "\r\n",
            List.of(
                    "HTTP/1.1 101 Switching Protocols",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=",
                    "Acp-Connection-Id: c1",
                    "",
                    ""));

    private ServerSocket target;
    private FaultProxy proxy;
    private HttpSocket client;
    private Socket server;

    @BeforeEach
    void start() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.to((InetSocketAddress) target.getLocalSocketAddress())
                .http()
                .seed(27)
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        stopLink();
        target.close();
        proxy.close();
    }

    @Test
    void passesBytesBothWaysBehindThe101() throws IOException {
        open("hello");
        assertEquals("hello", new String(client.in().readNBytes(5), US_ASCII));
        client.write(new byte[] {0, 1, -1});
        assertEquals(-1, server.getInputStream().readNBytes(3)[2]);
        server.close();
        assertEquals(-1, client.in().read());
    }

    @Test
    void f10LetsItOpenAndNothingPass() throws IOException {
        proxy.faults(Fault.F10);
        open("");
        await().until(() -> proxy.log().count(LinkEvent.Kind.VANISHED) == 1);
        client.write(new byte[] {1});
        server.getOutputStream().write(1);
        client.patience(SILENCE);
        server.setSoTimeout((int) SILENCE.toMillis());
        assertThrows(SocketTimeoutException.class, () -> client.in().read());
        assertThrows(SocketTimeoutException.class, () -> server.getInputStream().read());
    }

    @Test
    void f11EndsItWhenItIsSilent() throws IOException {
        proxy.faults(Fault.F11.with(100));
        open("x");
        assertEquals('x', client.in().read());
        assertEquals(-1, client.in().read());
        assertEquals(-1, server.getInputStream().read());
    }

    @Test
    void f18DropsHeadersOfThe101() throws IOException {
        proxy.faults(Fault.F18);
        assertFalse(open("").has("Acp-Connection-Id"));
    }

    @Test
    void holdingAndCompressingLetItOpen() throws IOException {
        proxy.faults(Fault.F1, Fault.F3, Fault.F5, Fault.F13, Fault.F14);
        open("hello");
        assertEquals("hello", new String(client.in().readNBytes(5), US_ASCII));
    }

    @Test
    void whatIsNotHttp1PassesAsItIs() throws IOException {
        proxy.faults(Fault.F1, Fault.F8);
        for (String foreign : new String[] {"\u0016\u0003\u0001 tls", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}) {
            connect();
            client.write(foreign.getBytes(US_ASCII));
            assertEquals(foreign, new String(server.getInputStream().readNBytes(foreign.length()), US_ASCII));
            server.getOutputStream().write("\u0001".getBytes(US_ASCII));
            assertEquals(1, client.in().read());
        }
    }

    private Response open(String behind) throws IOException {
        connect();
        client.send(webSocket(), "/");
        answerUpgrade(server, behind);
        Response head = client.head();
        assertEquals(101, head.status());
        return head;
    }

    /** Accepts a link, and the WebSocket that it asks for, and sends bytes behind the 101. */
    static Socket acceptUpgrade(ServerSocket target, String behind) throws IOException {
        Socket socket = target.accept();
        answerUpgrade(socket, behind);
        return socket;
    }

    private static void answerUpgrade(Socket socket, String behind) throws IOException {
        StringBuilder request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n")) {
            request.append((char) socket.getInputStream().read());
        }
        socket.getOutputStream().write((OPEN + behind).getBytes(US_ASCII));
    }

    private void connect() throws IOException {
        stopLink();
        client =
                HttpSocket.open(URI.create("http://127.0.0.1:" + proxy.address().getPort() + "/"), PATIENCE);
        server = target.accept();
        server.setSoTimeout((int) PATIENCE.toMillis());
    }

    private void stopLink() throws IOException {
        if (server != null) {
            client.close();
            server.close();
        }
    }
}
