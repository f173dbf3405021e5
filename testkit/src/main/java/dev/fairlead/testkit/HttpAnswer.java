// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the proxy says instead of the target.
 *
 * @param head its head, with the length of the body
 * @param body the body; never read from its own position
 */
record HttpAnswer(HttpHead head, ByteBuffer body) {
    /** Returns a page as proxies have them, in HTML. */
    static HttpAnswer page(String status) {
        return of(
                status,
                "text/html",
                "<!DOCTYPE html>\n<html><head><title>%1$s</title></head><body><h1>%1$s</h1><hr>fault proxy</body></html>\n"
                        .formatted(status));
    }

    static HttpAnswer of(String status, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        HttpHead head = HttpHead.ofResponse("HTTP/1.1 " + status, List.of("Content-Type: " + type), "");
        return new HttpAnswer(head.sized(body.length), ByteBuffer.wrap(body));
    }

    HttpAnswer with(String name, String value) {
        return new HttpAnswer(head.with(name, value), body);
    }
}
