// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.http.NoAnswer;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether a WebSocket lives as long as was asked for: one that says something each second, or one that is silent until its end. */
record LastingSocketCheck(boolean silent, Duration time) implements Check {
    @Override
    public String name() {
        return silent ? "websocket, silent" : "websocket, lasting";
    }

    @Override
    public Finding run(Passage passage) throws InterruptedException {
        Echoes echoes = new Echoes();
        WebSocket socket;
        try {
            socket = passage.http()
                    .webSocket()
                    .buildAsync(
                            URI.create("ws" + passage.below("/probe").toString().substring("http".length())), echoes)
                    .orTimeout(Passage.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            AgentException why = NoAnswer.as("The WebSocket", e);
            return Finding.untried(
                    name(), "There was no WebSocket to look at: " + why.reason().detail());
        }
        try {
            return watch(socket, echoes);
        } finally {
            socket.abort();
        }
    }

    private Finding watch(WebSocket socket, Echoes echoes) throws InterruptedException {
        long begun = System.nanoTime();
        Duration pause = silent ? time : Duration.ofSeconds(1);
        boolean alive = answers(socket, echoes);
        while (alive && System.nanoTime() - begun < time.toNanos()) {
            alive = !echoes.ended(pause) && answers(socket, echoes);
        }
        long lived = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        String what = silent ? "A WebSocket that is silent" : "A WebSocket that says something each second";
        return alive
                ? Finding.good(name(), what + " lives for " + time.toSeconds() + " s.")
                : Finding.hindered(
                        name(),
                        what + (echoes.isOver() ? " is cut after " : " carries nothing any more after ") + lived
                                + " s.",
                        silent
                                ? "Let WebSockets be silent for more than 30 s (the gateway's heartbeat is 15 s)."
                                : "Do not limit how long a WebSocket may live.");
    }

    private static boolean answers(WebSocket socket, Echoes echoes) throws InterruptedException {
        try {
            socket.sendText("doctor", true)
                    .orTimeout(Passage.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException cut) {
            return false;
        }
        return echoes.come();
    }

    /** What comes back. */
    private static final class Echoes implements WebSocket.Listener {
        private final Semaphore texts = new Semaphore(0);
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            texts.release();
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            over.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            over.complete(null);
        }

        boolean come() throws InterruptedException {
            return texts.tryAcquire(Passage.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }

        boolean isOver() {
            return over.isDone();
        }

        /** Waits; returns whether the socket has ended meanwhile. */
        boolean ended(Duration time) {
            try {
                over.copy().orTimeout(time.toMillis(), TimeUnit.MILLISECONDS).join();
                return true;
            } catch (CompletionException alive) {
                return false;
            }
        }
    }
}
