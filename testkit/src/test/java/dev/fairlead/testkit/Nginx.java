// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** nginx before a server, with a method for each row of the fault matrix that it does. */
final class Nginx {
    /** What a careful operator writes. */
    private static final String CAREFUL = """
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_buffering off;
            proxy_read_timeout 1h;
            """;

    private static final String KEPT = "proxy_http_version 1.1; proxy_set_header Connection '';";

    private final Path folder;
    private final InetSocketAddress target;

    /**
     * Describes one.
     *
     * @param folder where its files go
     */
    Nginx(Path folder, InetSocketAddress target) {
        this.folder = folder;
        this.target = target;
    }

    /** Nothing goes wrong. */
    RealProxy clear() throws IOException {
        return start("", CAREFUL);
    }

    /** HTTP/1.0 to the target, and buffering: {@code proxy_pass} with defaults. */
    RealProxy f2() throws IOException {
        return start("", "");
    }

    /** Compression that buffers. */
    RealProxy f3() throws IOException {
        return start("gzip on; gzip_types text/event-stream; gzip_proxied any; gzip_min_length 0;", KEPT);
    }

    /** HTTP/2 before the client, whose streams are reset when the target was silent for that long. */
    RealProxy f4(Duration silence, SelfSigned certificate) throws IOException {
        String tls =
                "ssl_certificate %s; ssl_certificate_key %s;".formatted(certificate.certificate(), certificate.key());
        return start(true, tls, CAREFUL.replace("1h", millis(silence)));
    }

    /** An idle time-out. */
    RealProxy f6(Duration silence) throws IOException {
        return start("", CAREFUL.replace("1h", millis(silence)));
    }

    /** No upgrade. */
    RealProxy f8() throws IOException {
        return start("", KEPT + "proxy_buffering off; proxy_read_timeout 1h;");
    }

    /** A POST that is not answered in that time is sent again, three times in all. */
    RealProxy f13(Duration silence) throws IOException {
        return start("", CAREFUL.replace("1h", millis(silence)) + "proxy_next_upstream error timeout non_idempotent;");
    }

    /** A cache that ignores what the headers say. */
    RealProxy f14(Duration time) throws IOException {
        return start(
                "proxy_cache_path %s/cache keys_zone=answers:1m;".formatted(folder),
                KEPT + """
                        client_body_buffer_size 1m;
                        proxy_cache answers;
                        proxy_cache_methods GET HEAD POST;
                        proxy_cache_key $request_method$request_uri$request_body;
                        proxy_cache_valid 200 %ds;
                        proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires;
                        """.formatted(time.toSeconds()));
    }

    /** Methods other than GET and POST are refused. */
    RealProxy f16() throws IOException {
        return start("", CAREFUL + "limit_except GET POST { deny all; }");
    }

    /** The cap on bodies that nginx has by default, 1 MiB. */
    RealProxy f17() throws IOException {
        return start("", CAREFUL);
    }

    private static void reload(RealProxy nginx) throws IOException {
        new ProcessBuilder("kill", "-HUP", String.valueOf(nginx.process().pid())).start();
    }

    private RealProxy start(String http, String location) throws IOException {
        return start(false, http, location);
    }

    private RealProxy start(boolean secure, String http, String location) throws IOException {
        String program = Needed.program("nginx");
        return RealProxy.start(
                folder,
                secure,
                port -> configuration(port + (secure ? " ssl http2" : ""), http, location),
                Nginx::reload,
                program,
                "-p",
                folder.toString(),
                "-c");
    }

    private String configuration(String listen, String http, String location) {
        String server =
                "server %s:%d max_fails=0;".formatted(target.getAddress().getHostAddress(), target.getPort());
        String temporary = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(kind -> kind + "_temp_path " + folder + "/" + kind + ";\n")
                .reduce("", String::concat);
        return """
                daemon off;
                user root;
                worker_processes 1;
                worker_shutdown_timeout 1s;
                pid %1$s/pid;
                error_log stderr;
                events { worker_connections 512; }
                http {
                    access_log off;
                    %2$s
                    map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
                    upstream target { %3$s %3$s %3$s }
                    %4$s
                    server {
                        listen 127.0.0.1:%5$s;
                        location / {
                            proxy_pass http://target;
                            proxy_set_header Host $http_host;
                            %6$s
                        }
                    }
                }
                """.formatted(folder, temporary, server, http, listen, location);
    }

    private static String millis(Duration time) {
        return time.toMillis() + "ms";
    }
}
