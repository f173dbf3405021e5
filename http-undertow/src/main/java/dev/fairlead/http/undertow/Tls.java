// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Settings;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.ssl.SslConnection;

/**
 * TLS on accepted sockets: 1.3 and 1.2, with HTTP/2 offered by ALPN (RFC 7301).
 *
 * <p>The JDK's own ALPN is used: Undertow's serves HTTP/1.1 alone to a client that offers TLS 1.3 alone. Which protocol was picked
 * is seen by the {@link Doorway} from the first bytes, as without TLS.
 */
final class Tls {
    private static final String[] PROTOCOLS = {"h2", "http/1.1"};
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** What holds the largest record (RFC 8446 §5.2: 2^14 bytes and 256 around them); with less, a connection would stand still. */
    private static final int RECORD_BYTES = 17 * 1024;

    private final ByteBufferPool buffers = new DefaultByteBufferPool(true, RECORD_BYTES, 1000, 4);
    private final UndertowXnioSsl ssl;

    private Tls(Xnio xnio, SSLContext identity) {
        this.ssl = new UndertowXnioSsl(xnio, OptionMap.EMPTY, buffers, identity);
    }

    /**
     * Returns what wraps sockets, or null if nothing is set.
     *
     * @throws AgentException {@link Code#CONFIGURATION} if what is set cannot be used
     */
    static @Nullable Tls from(Settings settings, Xnio xnio) {
        String chain = settings.get(HttpSettings.TLS_CERTIFICATE);
        String key = settings.get(HttpSettings.TLS_KEY);
        if (chain.isEmpty() && key.isEmpty()) {
            return null;
        }
        if (chain.isEmpty() || key.isEmpty()) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "Settings " + HttpSettings.TLS_CERTIFICATE.key() + " and " + HttpSettings.TLS_KEY.key()
                            + " go together: set both, or none.");
        }
        return new Tls(xnio, Certificate.context(chain, key));
    }

    /** Returns the socket behind TLS; the handshake takes place when it is first read. */
    StreamConnection wrap(StreamConnection socket) {
        SslConnection secure = ssl.wrapExistingConnection(socket, OptionMap.EMPTY, false);
        SSLEngine engine = UndertowXnioSsl.getSslEngine(secure);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(PROTOCOLS);
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        engine.setEnabledProtocols(Arrays.stream(VERSIONS)
                .filter(Arrays.asList(engine.getSupportedProtocols())::contains)
                .toArray(String[]::new));
        return secure;
    }

    /** Gives the memory back; no socket may be left. */
    void close() {
        buffers.close();
    }
}
