// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a real gateway serves the files of the page. */
class SiteIT {
    private static final Path SITE = Path.of("target", "classes", "dev", "fairlead", "web", "site");
    private static Served served;

    @BeforeAll
    static void serve() {
        served = Served.demo();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    URI.create(served.gateway().address().resolve("/") + path.replaceFirst("^/", "")));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thePageForbidsWhatItDoesNotNeed() {
        HttpResponse<String> page = get("/");
        assertEquals(200, page.statusCode());
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        for (String rule : List.of(
                "default-src 'none'",
                "script-src 'self';",
                "style-src 'self';",
                "connect-src 'self'",
                "frame-ancestors 'none'")) {
            assertTrue(policy.contains(rule), policy);
        }
        assertEquals(
                "nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertEquals("no-referrer", page.headers().firstValue("Referrer-Policy").orElseThrow());
        assertTrue(page.body().contains("content=\"/acp\""), "the page does not know the endpoint");
    }

    @Test
    void whatThePageRefersToMayBeKeptForEver() {
        Matcher references =
                Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"").matcher(get("/").body());
        int count = 0;
        while (references.find()) {
            HttpResponse<String> asset = get(references.group(1));
            assertEquals(200, asset.statusCode(), references.group(1));
            assertEquals(
                    "public, max-age=31536000, immutable",
                    asset.headers().firstValue("Cache-Control").orElseThrow());
            count++;
        }
        assertEquals(4, count);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        HttpResponse<String> first = get("/fairlead/fairlead.js");
        assertEquals("no-cache", first.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals(
                "text/javascript; charset=utf-8",
                first.headers().firstValue("Content-Type").orElseThrow());
        HttpResponse<String> second = get(
                "/fairlead/fairlead.js",
                "If-None-Match",
                first.headers().firstValue("ETag").orElseThrow());
        assertEquals(304, second.statusCode());
        assertEquals("", second.body());
    }

    @Test
    void whoAcceptsItGetsItCompressed() {
        HttpResponse<String> page = get("/vendor/marked/marked.esm.js", "Accept-Encoding", "gzip");
        assertEquals("gzip", page.headers().firstValue("Content-Encoding").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing.js",
                "/files.txt",
                "/chat/../files.txt",
                "/chat/%2e%2e/files.txt",
                "/..%2f..%2fSiteFiles.class",
                "//index.html",
                "/index.html/",
                "/assets/000000000000000000000000/index.html",
                "/META-INF/MANIFEST.MF",
                "/chat/"
            })
    void whatIsNotInTheListDoesNotExist(String path) {
        assertEquals(404, get(path).statusCode(), path);
    }

    @Test
    void theListNamesWhatThereIs() throws IOException {
        try (Stream<Path> files = Files.walk(SITE)) {
            assertEquals(
                    files.filter(Files::isRegularFile)
                            .map(file -> SITE.relativize(file).toString())
                            .filter(name -> !name.equals("files.txt"))
                            .sorted()
                            .toList(),
                    SiteFiles.names().stream().sorted().toList());
        }
    }
}
