// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Whether a gateway answers at all, how TLS is on the way, and how far away it is. Without it nothing else is worth a try. */
final class ReachCheck implements Check {
    static final String NAME = "gateway";

    private static final String ATTEMPT = "The gateway's list of transports";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        HttpRequest request = passage.request("/transports").GET().build();
        Passage.Answer first = passage.send(ATTEMPT, request);
        JsonObject told = first.status() == 200 ? first.json() : null;
        String version = told == null ? null : told.text("version");
        if (version == null) {
            return refused(first);
        }
        Passage.Answer second = passage.send(ATTEMPT, request);
        return Finding.good(
                NAME,
                "Fairlead " + version + " answers: " + first.took().toMillis() + " ms the first time, "
                        + second.took().toMillis() + " ms then; " + protocol(first) + ".");
    }

    private static Finding refused(Passage.Answer answer) {
        AgentException why = answer.unexpected(ATTEMPT);
        boolean credentials = why.code() == Code.UNAUTHORIZED || why.code() == Code.FORBIDDEN;
        return new Finding(
                NAME,
                Grade.BROKEN,
                why.reason().detail(),
                credentials
                        ? "Show a valid token (--token-file), and call the gateway by a name that it allows (allowed-hosts)."
                        : "Check the address: it must be that of a gateway's endpoint, /acp at its end. If a page stands in its"
                                + " place, let the network pass this address.",
                0);
    }

    /** Returns how the bytes travel: HTTP version, TLS version and who vouches for the certificate. */
    private static String protocol(Passage.Answer answer) {
        String http = answer.response().version() == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
        return answer.response()
                .sslSession()
                .map(session -> http + " over " + session.getProtocol() + ", certificate by " + issuer(session))
                .orElse(http + " without TLS");
    }

    private static String issuer(SSLSession session) {
        try {
            Certificate certificate = session.getPeerCertificates()[0];
            return certificate instanceof X509Certificate known
                    ? "'" + known.getIssuerX500Principal().getName() + "'"
                    : "somebody";
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }
}
