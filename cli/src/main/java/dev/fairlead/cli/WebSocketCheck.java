// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.http.NoAnswer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.WireListener;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether WebSockets open, and carry something afterwards. */
final class WebSocketCheck implements Check {
    static final String NAME = "websocket";

    private static final String ADVICE =
            "Let the network pass HTTP/1.1 upgrades to WebSocket for this address (Connection: Upgrade, Upgrade: websocket), and"
                    + " what goes through them.";

    /** A probe tells its listener nothing. */
    private static final WireListener NOBODY = new WireListener() {
        @Override
        public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onClosed(CloseReason reason) {
            // nobody waits for it
        }
    };

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        Target target = new Target.Address(passage.uri());
        Transport transport = ServiceLoader.load(Transport.class, WebSocketCheck.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.id().equals(NAME) && each.dials(target))
                .findFirst()
                .orElse(null);
        if (transport == null) {
            return Finding.untried(NAME, "The WebSocket transport is not installed here.");
        }
        DialContext context = new DialContext(
                target, Resumption.PLAIN, passage.http(), passage.settings(), MessageLimits.STANDARD, NOBODY);
        try {
            transport
                    .probe(context)
                    .orTimeout(Passage.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return Finding.good(NAME, "WebSocket works.");
        } catch (CompletionException e) {
            return refused(NoAnswer.as("The WebSocket", e));
        }
    }

    /** The gateway itself answers 406 to a GET that asks for nothing it has: somebody took the Upgrade out of it. */
    static String words(String refusal) {
        return refusal.startsWith("The WebSocket handshake was answered with 406")
                ? "This network strips the upgrade from WebSocket handshakes: the gateway saw a plain GET."
                : refusal;
    }

    private static Finding refused(AgentException why) {
        if (why.code() == Code.LINK_LOST && why.getCause() instanceof TimeoutException) {
            return Finding.broken(NAME, "WebSockets open or hang, and nothing comes through them.", ADVICE);
        }
        return Finding.broken(NAME, words(why.reason().detail()), ADVICE);
    }
}
