// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import io.undertow.UndertowOptions;
import java.time.Duration;
import java.util.List;
import org.xnio.OptionMap;

/** The settings of the engine, and their form in Undertow. */
final class HttpSettings {
    static final Setting<Integer> IO_THREADS = Setting.count(
            "http.io-threads",
            "0",
            0,
            256,
            "Threads that serve all sockets; 0 means one a processor, but at least two.");
    static final Setting<Integer> SOCKETS = Setting.count(
            "http.sockets", "4096", 1, 1_000_000, "Open sockets; beyond that, new ones wait until others are closed.");
    static final Setting<Integer> STREAMS =
            Setting.count("http.streams", "256", 1, 65_535, "Concurrent HTTP/2 streams on one socket.");
    static final Setting<Integer> HEADERS =
            Setting.count("http.headers", "100", 10, 1000, "Header lines of one request; more are answered with 400.");
    static final Setting<Integer> HEADER_BYTES = Setting.bytes(
            "http.header-bytes", "32 KiB", "Size of a request line and its headers; larger is answered with 400.");
    static final Setting<Duration> HEADER_TIMEOUT =
            Setting.duration("http.header-timeout", "10 s", "Time for the headers of a request, once they have begun.");
    static final Setting<Duration> KEEP_ALIVE =
            Setting.duration("http.keep-alive", "60 s", "How long a socket may be open without a request.");
    static final Setting<Duration> TRANSFER_TIMEOUT = Setting.duration(
            "http.transfer-timeout",
            "30 s",
            "Time for the body of a request or of an answer; longer ones must pass 64 KiB in each such time. Streams have none.");

    static final Setting<String> TLS_CERTIFICATE = Setting.text(
            "http.tls-certificate",
            "",
            "A PEM file with the certificate and those that it was signed with; then TLS is spoken, and http.tls-key is needed.");
    static final Setting<String> TLS_KEY = Setting.text(
            "http.tls-key", "", "A PEM file with the private key of the certificate (PKCS #8, not encrypted).");

    /** All of them, in the order in which they are explained. */
    static final List<Setting<?>> ALL = List.of(
            IO_THREADS,
            SOCKETS,
            STREAMS,
            HEADERS,
            HEADER_BYTES,
            HEADER_TIMEOUT,
            KEEP_ALIVE,
            TRANSFER_TIMEOUT,
            TLS_CERTIFICATE,
            TLS_KEY);

    /** Undertow's own default is 2 MiB. */
    private static final long NO_LIMIT = -1;

    private HttpSettings() {}

    /**
     * Returns what Undertow is to know. There is no idle time-out among it, which would end a quiet event stream, and no limit on
     * bodies, which would drop the connection instead of answering 413: {@link RequestBody} has it.
     */
    static OptionMap options(Settings settings) {
        return OptionMap.builder()
                .set(UndertowOptions.MAX_HEADERS, settings.get(HEADERS))
                .set(UndertowOptions.MAX_HEADER_SIZE, settings.get(HEADER_BYTES))
                .set(UndertowOptions.MAX_ENTITY_SIZE, NO_LIMIT)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, millis(settings.get(HEADER_TIMEOUT)))
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, millis(settings.get(KEEP_ALIVE)))
                .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, settings.get(STREAMS))
                .set(UndertowOptions.HTTP2_SETTINGS_ENABLE_PUSH, false)
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                .getMap();
    }

    private static int millis(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
    }
}
