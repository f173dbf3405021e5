// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import dev.fairlead.api.http.HttpCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One file, ready to be sent. Immutable. */
final class SiteFile {
    private static final int TAG_BYTES = 12;
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    /** Scripts and styles are our own files; pictures may also come from the agent, inside its messages; nothing is asked of others. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                    + " media-src data: blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final String type;
    private final byte[] bytes;
    private final byte[] gzip;

    /** The entity tag (RFC 9110 §8.8.3). */
    private final String tag;

    private SiteFile(String type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
        this.gzip = compressed(bytes);
        this.tag = '"' + digest(bytes) + '"';
    }

    /** Makes a file of a content, whose media type its name tells. */
    static SiteFile of(String name, byte[] bytes) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException("The file " + name + " has no known type. Add it to SiteFile.");
        }
        return new SiteFile(type, bytes);
    }

    /** Returns a short name for some content. */
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }

    /**
     * Sends the file.
     *
     * @param lasting whether what is at this address never changes
     */
    void answer(HttpCall call, boolean lasting) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
        headers.put("ETag", tag);
        headers.put("Vary", "Accept-Encoding");
        if (isKnown(call.header("If-None-Match"))) {
            call.respond(304, headers, new byte[0]);
            return;
        }
        headers.put("Content-Type", type);
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        String accepted = call.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            headers.put("Content-Encoding", "gzip");
            call.respond(200, headers, gzip.clone());
        } else {
            call.respond(200, headers, bytes.clone());
        }
    }

    private boolean isKnown(@Nullable String tags) {
        return tags != null && tags.contains(tag);
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
