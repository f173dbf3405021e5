// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom to trust in TLS: whom the JDK trusts, and whom a file names beside. */
final class Trust {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    private Trust() {}

    /**
     * Returns a context that trusts both.
     *
     * @throws AgentException {@link Code#CONFIGURATION}: the file cannot be read, or holds no certificate
     */
    static SSLContext with(String file, String password) {
        try {
            List<Certificate> trusted = new ArrayList<>(certificates(Path.of(file), password.toCharArray()));
            if (trusted.isEmpty()) {
                throw unusable(file, null);
            }
            Collections.addAll(trusted, standard());
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : trusted) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store), null);
            return context;
        } catch (IOException | GeneralSecurityException | InvalidPathException e) {
            throw unusable(file, e);
        }
    }

    private static AgentException unusable(String file, @Nullable Exception cause) {
        return new AgentException(
                Code.CONFIGURATION,
                "Setting " + DialSettings.TRUST_FILE.key() + ": " + file
                        + " holds no certificates that can be read. It must be PEM, or PKCS12 or JKS with "
                        + DialSettings.TRUST_PASSWORD.key() + ".",
                cause);
    }

    private static Collection<? extends Certificate> certificates(Path file, char[] password)
            throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains(BEGIN)) {
            try (InputStream in = Files.newInputStream(file)) {
                return CertificateFactory.getInstance("X.509").generateCertificates(in);
            }
        }
        KeyStore store = KeyStore.getInstance(file.toFile(), password);
        List<Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            certificates.add(store.getCertificate(alias));
        }
        return certificates;
    }

    private static X509Certificate[] standard() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager known) {
                return known.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
