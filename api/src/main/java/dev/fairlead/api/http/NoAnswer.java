// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Why there was no answer at all, in plain words: the JDK's exceptions mostly have none. */
public final class NoAnswer {
    private NoAnswer() {}

    /**
     * Returns a failure as an exception of {@link Code#LINK_LOST}; an {@link AgentException} stays as it is.
     *
     * @param attempt what was tried, as the beginning of a sentence: {@code The WebSocket handshake}
     */
    public static AgentException as(String attempt, Throwable failure) {
        Throwable cause = bare(failure);
        return cause instanceof AgentException known
                ? known
                : new AgentException(Code.LINK_LOST, attempt + " failed: " + words(cause) + ".", cause);
    }

    private static Throwable bare(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String words(Throwable failure) {
        if (isOrHas(failure, UnresolvedAddressException.class) || isOrHas(failure, UnknownHostException.class)) {
            return "the name of the host is not known here (DNS)";
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "nothing answered the attempt to connect in time";
        }
        if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
            return "there was no answer in time";
        }
        if (failure instanceof ConnectException) {
            return "nobody listens there (connection refused)";
        }
        if (failure instanceof SSLHandshakeException && said(failure).contains("PKIX")) {
            return "the certificate is not trusted here; if a proxy on the way inspects TLS, set dial.trust-file to its"
                    + " certificate";
        }
        if (failure instanceof SSLException) {
            return "TLS could not be agreed on: " + said(failure);
        }
        String said = said(failure);
        return said.contains("received no bytes") || said.contains("EOF")
                ? "the link was cut before an answer"
                : said.isEmpty() ? "the link was cut" : "the link was cut (" + said + ")";
    }

    private static boolean isOrHas(@Nullable Throwable failure, Class<? extends Throwable> kind) {
        return failure != null && (kind.isInstance(failure) || isOrHas(failure.getCause(), kind));
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? ""
                : message.replaceAll("[\\s\\p{Cntrl}]+", " ").strip().replaceFirst("\\.$", "");
    }
}
