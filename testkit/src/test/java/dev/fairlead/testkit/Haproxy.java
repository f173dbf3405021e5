// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** HAProxy before one server or two, with a method for each row of the fault matrix that it does. */
final class Haproxy {
    private static final String HOUR = "1h";

    private final Path folder;
    private final List<InetSocketAddress> targets;

    /**
     * Describes one.
     *
     * @param folder where its files go
     */
    Haproxy(Path folder, InetSocketAddress... targets) {
        this.folder = folder;
        this.targets = List.of(targets);
    }

    /** Nothing goes wrong, but that small pieces of an answer are held for a while. */
    RealProxy clear() throws IOException {
        return start(HOUR, HOUR, "");
    }

    /** Small pieces of an answer are passed on as they come, and not gathered for a while. */
    RealProxy prompt() throws IOException {
        return start(HOUR, HOUR, "option http-no-delay");
    }

    /** HTTP/2 before the client, whose streams end cleanly when the target was silent for that long. */
    RealProxy f5(Duration silence, SelfSigned certificate) throws IOException {
        return start(" ssl crt " + certificate.both() + " alpn h2,http/1.1", millis(silence), HOUR, "");
    }

    /** No upgrade. */
    RealProxy f8() throws IOException {
        return start(HOUR, HOUR, "http-request del-header upgrade");
    }

    /** WebSockets end when they are silent for that long. */
    RealProxy f11(Duration silence) throws IOException {
        return start(HOUR, millis(silence), "");
    }

    /** A POST that is not answered in that time is sent again, three times in all; with two targets, perhaps to the other. */
    RealProxy f13(Duration silence) throws IOException {
        return start(
                millis(silence), HOUR, "option http-buffer-request\n    retries 2\n    retry-on all-retryable-errors");
    }

    /** Headers dropped both ways. */
    RealProxy f18() throws IOException {
        return start(HOUR, HOUR, """
                http-request del-header ^(last-event-id|acp-.*|fairlead-.*|cookie)$ -m reg
                    http-response del-header ^(acp-.*|fairlead-.*|set-cookie)$ -m reg
                """);
    }

    /** 429 with {@code Retry-After} to more than so many polls a second. */
    RealProxy f20(int polls) throws IOException {
        return f20(polls, Duration.ofSeconds(1));
    }

    /** The same to more than so many polls in some time. */
    RealProxy f20(int polls, Duration time) throws IOException {
        return start(HOUR, HOUR, """
                acl poll path_end /poll
                    stick-table type ip size 1k expire 60s store http_req_rate(%ds)
                    http-request track-sc0 src if poll
                    http-request return status 429 hdr Retry-After 1 if poll { sc_http_req_rate(0) gt %d }
                """.formatted(time.toSeconds(), polls));
    }

    /** Each request to another target in turn. */
    RealProxy f21() throws IOException {
        return start(HOUR, HOUR, "balance roundrobin");
    }

    /** Each client to its own target, by a cookie. */
    RealProxy withAffinity() throws IOException {
        return start(HOUR, HOUR, "balance roundrobin\n    cookie TARGET insert indirect nocache");
    }

    private static void replace(RealProxy haproxy) throws IOException {
        haproxy.run(List.of("-sf", String.valueOf(haproxy.process().pid())));
    }

    private RealProxy start(String server, String tunnel, String backend) throws IOException {
        return start("", server, tunnel, backend);
    }

    private RealProxy start(String tls, String server, String tunnel, String backend) throws IOException {
        StringBuilder servers = new StringBuilder();
        for (InetSocketAddress target : targets) {
            String name = "s" + target.getPort();
            servers.append("    server %s %s:%d cookie %s%n"
                    .formatted(name, target.getAddress().getHostAddress(), target.getPort(), name));
        }
        return RealProxy.start(
                folder,
                !tls.isEmpty(),
                port -> """
                        global
                            hard-stop-after 1s
                        defaults
                            mode http
                            timeout connect 5s
                            timeout client 1h
                            timeout server %2$s
                            timeout tunnel %3$s
                        frontend clients
                            bind 127.0.0.1:%1$s
                            default_backend targets
                        backend targets
                            %4$s
                        %5$s
                        """.formatted(port + tls, server, tunnel, backend, servers),
                Haproxy::replace,
                Needed.program("haproxy"),
                "-db",
                "-f");
    }

    private static String millis(Duration time) {
        return time.toMillis() + "ms";
    }
}
