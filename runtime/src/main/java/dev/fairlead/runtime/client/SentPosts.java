// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.http.UnexpectedAnswer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.WireListener;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** How the messages of an open connection are POSTed. */
interface SentPosts {
    /** How long to wait before a message is sent again that the server had no room for, if it does not say. */
    Duration LATER = Duration.ofSeconds(1);

    /** Sends messages; completes when the next may come. */
    CompletionStage<Void> send(List<Event> batch);

    /** Returns whether the server asks for the same again later. */
    static boolean isBusy(HttpResponse<byte[]> answer) {
        return answer.statusCode() == 429 || answer.statusCode() == 503;
    }

    /** Returns how long the server asks to wait, if that is no longer than the most. */
    static Duration later(UnexpectedAnswer answer, Duration most) {
        Duration asked = answer.retryAfter();
        return asked == null ? LATER : asked.compareTo(most) > 0 ? most : asked;
    }

    /** Answers a request in place of the agent, which will not hear of it. */
    static void answer(WireListener listener, Message request, CloseReason why) {
        String id = request.envelope().id();
        if (id != null && !request.envelope().isResponse()) {
            var unused =
                    listener.onMessage(WireListener.UNNUMBERED, why.answerTo(id).getBytes(StandardCharsets.UTF_8));
        }
    }
}
