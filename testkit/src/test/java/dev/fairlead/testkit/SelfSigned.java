// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1 that openssl has made, as PEM files.
 *
 * @param certificate the certificate
 * @param key the private key
 * @param both both in one
 */
record SelfSigned(Path certificate, Path key, Path both) {
    /** Makes one in a folder. */
    static SelfSigned in(Path folder) throws IOException {
        SelfSigned made = new SelfSigned(folder.resolve("c.crt"), folder.resolve("c.key"), folder.resolve("c.pem"));
        Process openssl = new ProcessBuilder(
                        (Needed.program("openssl") + " req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
                                        + " -addext subjectAltName=IP:127.0.0.1 -keyout " + made.key + " -out "
                                        + made.certificate)
                                .split(" "))
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), UTF_8);
        if (!Files.exists(made.certificate)) {
            throw new IOException(output);
        }
        Files.writeString(made.both, Files.readString(made.certificate) + Files.readString(made.key));
        return made;
    }

    /** Returns what a client needs to believe it. */
    SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "c", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
