// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A certificate that openssl has made, as PEM files. The browser of the tests accepts it.
 *
 * @param certificate the certificate
 * @param key the private key
 */
record SelfSigned(Path certificate, Path key) {
    /** Makes one in a folder. */
    static SelfSigned in(Path folder) throws IOException {
        SelfSigned made = new SelfSigned(folder.resolve("c.crt"), folder.resolve("c.key"));
        Process openssl = new ProcessBuilder((Programs.find("openssl")
                                + " req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext"
                                + " subjectAltName=IP:127.0.0.1 -keyout " + made.key + " -out " + made.certificate)
                        .split(" "))
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), UTF_8);
        if (!Files.exists(made.certificate)) {
            throw new IOException(output);
        }
        return made;
    }
}
