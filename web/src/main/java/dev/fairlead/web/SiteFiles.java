// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of the site, in memory. A path is looked up as it is: what is not in the list does not exist. Thread-safe. */
final class SiteFiles implements HttpEndpoint {
    private static final String LIST = "files.txt";
    private static final String INDEX = "/index.html";
    private static final String ASSETS = "/assets/";

    private final Map<String, SiteFile> files;
    private final String versioned;

    private SiteFiles(Map<String, SiteFile> files, String versioned) {
        this.files = files;
        this.versioned = versioned;
    }

    /** Reads the files; the page is told where the endpoint and its assets are. */
    static SiteFiles load(String endpoint) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names()) {
            byte[] content = read(name);
            contents.put("/" + name, content);
            all.writeBytes(content);
        }
        String versioned = ASSETS + SiteFile.digest(all.toByteArray());
        contents.computeIfPresent(
                INDEX,
                (path, page) -> new String(page, StandardCharsets.UTF_8)
                        .replace("ENDPOINT", endpoint)
                        .replace(ASSETS, versioned + "/")
                        .getBytes(StandardCharsets.UTF_8));
        Map<String, SiteFile> files = new LinkedHashMap<>();
        contents.forEach((path, content) -> files.put(path, SiteFile.of(path, content)));
        return new SiteFiles(files, versioned);
    }

    /** Returns the names of the files, as paths without a slash in front. */
    static List<String> names() {
        return new String(read(LIST), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Override
    public void handle(HttpCall call) {
        String path = call.path();
        boolean lasting = path.startsWith(versioned + "/");
        SiteFile file = files.get(path.equals("/") ? INDEX : lasting ? path.substring(versioned.length()) : path);
        if (file == null) {
            call.respond(404, Map.of(), new byte[0]);
        } else if (!call.method().equals("GET")) {
            call.respond(405, Map.of("Allow", "GET"), new byte[0]);
        } else {
            file.answer(call, lasting);
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = SiteFiles.class.getResourceAsStream("site/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The site lacks its file " + name + ".");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
