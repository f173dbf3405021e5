// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** nginx before a gateway: it speaks TLS and HTTP/2 to the browser, and resets what was silent for some time (F4). */
final class SecureFront implements AutoCloseable {
    /** Lets WebSockets through. */
    static final String UPGRADE =
            "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;";

    /** Nothing but what nginx does by itself: no upgrade, and buffers as far as the answer allows. */
    static final String DEFAULTS = "proxy_set_header Connection '';";

    /** Buffers though the answer forbids it. */
    static final String DEAF = DEFAULTS + "proxy_ignore_headers X-Accel-Buffering;";

    private final int port;
    private final Process process;

    private SecureFront(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one; returns when it listens.
     *
     * @param folder where its files go
     * @param silence after how much of it an answer is reset
     * @param more words for its {@code location}
     */
    static SecureFront start(Path folder, InetSocketAddress gateway, Duration silence, String more) throws IOException {
        SelfSigned identity = SelfSigned.in(folder);
        int port = Programs.freePort();
        Path file = Files.writeString(
                folder.resolve("configuration"), configuration(folder, port, identity, gateway, silence, more));
        Process process = new ProcessBuilder(Programs.find("nginx"), "-p", folder.toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        SecureFront front = new SecureFront(port, process);
        try {
            await("nginx").atMost(10, TimeUnit.SECONDS).until(front::listens);
        } catch (RuntimeException e) {
            front.close();
            throw new IOException("nginx did not listen: " + Files.readString(folder.resolve("output")), e);
        }
        return front;
    }

    private static String configuration(
            Path folder, int port, SelfSigned identity, InetSocketAddress gateway, Duration silence, String more) {
        String temporary = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(kind -> kind + "_temp_path " + folder + "/" + kind + ";\n")
                .reduce("", String::concat);
        return """
                daemon off;
                user root;
                worker_processes 1;
                pid %1$s/pid;
                error_log stderr;
                events { worker_connections 512; }
                http {
                    access_log off;
                    %2$s
                    map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
                    server {
                        listen 127.0.0.1:%3$d ssl http2;
                        ssl_certificate %4$s;
                        ssl_certificate_key %5$s;
                        location / {
                            proxy_pass http://127.0.0.1:%6$d;
                            proxy_http_version 1.1;
                            proxy_set_header Host $http_host;
                            proxy_read_timeout %7$dms;
                            %8$s
                        }
                    }
                }
                """.formatted(
                        folder,
                        temporary,
                        port,
                        identity.certificate(),
                        identity.key(),
                        gateway.getPort(),
                        silence.toMillis(),
                        more);
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("nginx has ended with " + process.exitValue());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Returns where the page is, by that name. */
    URI page(String host) {
        return URI.create("https://" + host + ":" + port + "/");
    }

    @Override
    public void close() {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
    }
}
