// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonObject;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server, or something on the way to it, answered in place of what was asked for.
 *
 * @param status the HTTP status
 * @param headers the answer's headers
 * @param body the beginning of the body; a few KiB are enough
 */
public record UnexpectedAnswer(int status, HttpHeaders headers, String body) {
    private static final int DEEPEST = 16;
    private static final int MOST_WORDS = 100;
    private static final Pattern TITLE =
            Pattern.compile("<(title|h1)\\b[^>]*>(.*?)</\\1\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern UNSEEN =
            Pattern.compile("<(script|style)\\b.*?</\\1\\b[^>]*>|<[^>]*>?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

    /**
     * Returns the same as an exception. Its code is the gateway's own where the gateway spoke, else what the status means, and
     * {@link Code#LINK_LOST} where something on the way did not let the request through.
     *
     * @param attempt what was tried, as the beginning of a sentence: {@code The WebSocket handshake}
     */
    public AgentException as(String attempt) {
        JsonObject error = error();
        String sentence = attempt + " was answered with " + status + sender() + said(error) + ".";
        return new AgentException(new CloseReason(code(error), sentence, retryAfter()), null);
    }

    /** Returns whether the body is a page for people: the gateway never answers with one, a proxy that blocks does. */
    public boolean isPage() {
        return headers.firstValue("Content-Type")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("text/html")
                || body.stripLeading().startsWith("<");
    }

    /** Returns how long to wait before the next try, if the answer says so, by seconds or a date (RFC 9110 §10.2.3). */
    public @Nullable Duration retryAfter() {
        String text = headers.firstValue("Retry-After").orElse("");
        if (text.matches("\\d{1,12}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant then = date(text);
        Instant now = date(headers.firstValue("Date").orElse(""));
        if (then == null) {
            return null;
        }
        Duration wait = Duration.between(now == null ? Instant.now() : now, then);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static @Nullable Instant date(String text) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException another) {
            return null;
        }
    }

    private Code code(@Nullable JsonObject error) {
        JsonObject data = error == null ? null : object(error, "data");
        String named = data == null ? null : text(data, "code");
        if (named != null) {
            return Code.of(named);
        }
        return switch (status) {
            case 401 ->
                isPage() && headers.firstValue("WWW-Authenticate").isEmpty() ? Code.LINK_LOST : Code.UNAUTHORIZED;
            case 407 -> Code.UNAUTHORIZED;
            case 403 -> error == null ? Code.LINK_LOST : Code.FORBIDDEN;
            case 404, 410 -> isPage() ? Code.LINK_LOST : Code.CONNECTION_UNKNOWN;
            case 413 -> Code.TOO_LARGE;
            case 429, 503 -> Code.LIMIT_REACHED;
            default -> Code.LINK_LOST;
        };
    }

    /** Returns who seems to have answered: the headers that proxies sign with. */
    private String sender() {
        StringBuilder sender = new StringBuilder();
        for (String name : new String[] {"Server", "Via"}) {
            headers.firstValue(name)
                    .map(UnexpectedAnswer::words)
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> sender.append(sender.isEmpty() ? " (" : ", ")
                            .append(name)
                            .append(": ")
                            .append(value));
        }
        return sender.isEmpty() ? "" : sender.append(')').toString();
    }

    private String said(@Nullable JsonObject error) {
        String message = error == null ? null : text(error, "message");
        if (message != null) {
            return ": " + words(message).replaceFirst("\\.$", "");
        }
        if (status == 407) {
            return ": the proxy asks for a user and password. Set dial.proxy to http://USER:PASSWORD@HOST:PORT, or the same"
                    + " in https_proxy";
        }
        if (status == 413) {
            return ": something on the way accepts no body of this size";
        }
        String encoding = headers.firstValue("Content-Encoding")
                .map(UnexpectedAnswer::words)
                .orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            return ", compressed (" + encoding + "), which was not asked for";
        }
        String location =
                headers.firstValue("Location").map(UnexpectedAnswer::words).orElse("");
        if (status / 100 == 3 && !location.isEmpty()) {
            return ", which leads to " + location;
        }
        if (isPage()) {
            Matcher title = TITLE.matcher(body);
            String shown =
                    words(UNSEEN.matcher(title.find() ? title.group(2) : body).replaceAll(" "));
            return " and a page" + (shown.isEmpty() ? "" : ": '" + shown + "'");
        }
        String text = words(body);
        return text.isEmpty() ? "" : ": '" + text + "'";
    }

    private static String words(String text) {
        String line = SPACE.matcher(text).replaceAll(" ").strip();
        return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) + "…" : line;
    }

    private @Nullable JsonObject error() {
        try {
            return JsonObject.read(body.getBytes(StandardCharsets.UTF_8), DEEPEST)
                    .object("error");
        } catch (AgentException notJson) {
            return null;
        }
    }

    private static @Nullable JsonObject object(JsonObject from, String name) {
        try {
            return from.object(name);
        } catch (AgentException another) {
            return null;
        }
    }

    private static @Nullable String text(JsonObject from, String name) {
        try {
            return from.text(name);
        } catch (AgentException another) {
            return null;
        }
    }
}
