// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What must hold, each with a sentence of what was expected and what was there. */
final class Expect {
    private Expect() {}

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConformanceFailure(otherwise);
        }
    }

    static void equal(String what, Object expected, Object actual) {
        that(expected.equals(actual), what + ": expected " + expected + " but was " + actual);
    }

    static Response status(Response response, Integer... allowed) {
        that(
                List.of(allowed).contains(response.status()),
                "expected status " + (allowed.length == 1 ? allowed[0] : "one of " + Arrays.toString(allowed))
                        + " but was " + response);
        return response;
    }

    static void emptyBody(Response response) {
        that(response.text().isEmpty(), "expected an empty body but was " + response);
    }

    /** 202 and not one byte more. */
    static void accepted(Response response) {
        status(response, 202);
        emptyBody(response);
    }

    /** The body is a JSON-RPC error with that code, for a request whose id could not be read. */
    static void rpcError(Response response, Integer... codes) {
        contentTypeJson(response);
        Json body = json(response);
        error(body, codes);
        equal("id in the error body", "null", body.at("id").source());
    }

    static void contentTypeJson(Response response) {
        String type = response.header("Content-Type").toLowerCase(Locale.ROOT);
        that(
                type.equals("application/json") || type.startsWith("application/json;"),
                "expected Content-Type application/json but was '" + type + "' (" + response + ")");
    }

    static Json json(Response response) {
        try {
            return Json.parse(response.text());
        } catch (IllegalArgumentException e) {
            throw new ConformanceFailure("expected a JSON body but was " + response);
        }
    }

    /** The message is a JSON-RPC error with one of those codes. */
    static void error(Json message, Integer... codes) {
        equal("jsonrpc", "\"2.0\"", message.at("jsonrpc").source());
        String code = message.at("error", "code").source();
        that(
                Arrays.stream(codes).anyMatch(each -> String.valueOf(each).equals(code)),
                "expected error code " + Arrays.toString(codes) + " but was " + message);
        that(message.at("error", "message").isString(), "the error has no message: " + message);
        that(message.at("result").isAbsent(), "an error has a result too: " + message);
    }

    /** A comma-separated header has that word, in any case. */
    static void listed(Response response, String header, String word) {
        boolean found = Arrays.stream(response.header(header).split(",", -1))
                .anyMatch(each -> each.trim().equalsIgnoreCase(word));
        that(found, "expected '" + word + "' in " + header + " but it is '" + response.header(header) + "'");
    }
}
