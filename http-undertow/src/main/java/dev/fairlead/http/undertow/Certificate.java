// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server's certificate chain and private key, from PEM files (RFC 7468). */
final class Certificate {
    private static final char[] NO_PASSWORD = {};
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]+)-----END [A-Z ]*PRIVATE KEY-----");

    /** The algorithms of keys, and how each signs. */
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

    private static final byte[] PROBE = {1, 2, 3};

    private Certificate() {}

    /**
     * Returns the means to prove who we are.
     *
     * @throws AgentException {@link Code#CONFIGURATION} if a file cannot be used, with which and why
     */
    static SSLContext context(String chainFile, String keyFile) {
        PrivateKey key = key(keyFile);
        try {
            java.security.cert.Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(HttpSettings.TLS_CERTIFICATE.key(), chainFile)))
                    .toArray(new java.security.cert.Certificate[0]);
            if (chain.length == 0 || !belongTogether(chain[0].getPublicKey(), key)) {
                throw unusable(
                        HttpSettings.TLS_CERTIFICATE.key(), chainFile, "holds no certificate for that key", null);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, NO_PASSWORD, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw unusable(HttpSettings.TLS_CERTIFICATE.key(), chainFile, "holds a certificate that cannot be read", e);
        }
    }

    private static boolean belongTogether(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
        if (!open.getAlgorithm().equals(secret.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(SIGNATURES.get(secret.getAlgorithm()));
        signature.initSign(secret);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private static PrivateKey key(String file) {
        String setting = HttpSettings.TLS_KEY.key();
        Matcher pem = KEY.matcher(new String(read(setting, file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw unusable(setting, file, "holds no private key in PEM", null);
        }
        if (!pem.group(1).isEmpty()) {
            throw unusable(
                    setting,
                    file,
                    "holds a key of the form '" + pem.group(1) + "PRIVATE KEY'; convert it with"
                            + " openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW",
                    null);
        }
        try {
            PKCS8EncodedKeySpec spec =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(2)));
            for (String algorithm : SIGNATURES.keySet()) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(spec);
                } catch (InvalidKeySpecException e) {
                    // it is of another algorithm
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(setting, file, "holds a key that cannot be read", e);
        }
        throw unusable(setting, file, "holds a key that is neither EC, RSA nor EdDSA", null);
    }

    private static byte[] read(String setting, String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw unusable(setting, file, "cannot be read. Check that it is there, and who may read it", e);
        }
    }

    private static AgentException unusable(String setting, String file, String why, @Nullable Exception cause) {
        return new AgentException(Code.CONFIGURATION, "Setting " + setting + ": " + file + " " + why + ".", cause);
    }
}
