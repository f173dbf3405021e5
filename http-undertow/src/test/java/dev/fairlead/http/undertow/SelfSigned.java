// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1, made by the JDK's keytool, as PEM files.
 *
 * @param certificate the file with the certificate
 * @param key the file with the private key
 * @param trusting what a client needs to believe it
 */
record SelfSigned(Path certificate, Path key, SSLContext trusting) {
    private static final char[] PASSWORD = "password".toCharArray();

    /** Makes one in a folder. */
    static SelfSigned in(Path folder, String algorithm) throws Exception {
        Path file = folder.resolve(algorithm + ".p12");
        keytool(
                "-genkeypair -alias a -keyalg " + algorithm + " -validity 2 -dname CN=localhost"
                        + " -ext san=ip:127.0.0.1,dns:localhost -storetype PKCS12 -storepass password -keystore",
                file);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Path certificate = pem(
                folder.resolve(algorithm + ".crt"),
                "CERTIFICATE",
                store.getCertificate("a").getEncoded());
        Path key = pem(
                folder.resolve(algorithm + ".key"),
                "PRIVATE KEY",
                store.getKey("a", PASSWORD).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", store.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        return new SelfSigned(certificate, key, trusting);
    }

    private static void keytool(String words, Path file) throws IOException, InterruptedException {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String[] command = (program + " " + words + " " + file).split(" ");
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                        + "\n-----END " + kind + "-----\n");
    }
}
