// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;

/** Pushes one batch after the other with Undertow's own code for WebSockets, with one explicit flush a batch. */
final class FramePush implements WebSocketCallback<Void> {
    private final WebSocketChannel channel;
    private final byte[] text;

    FramePush(WebSocketChannel channel, byte[] text) {
        this.channel = channel;
        this.text = text;
        channel.setRequireExplicitFlush(true);
    }

    void start() {
        channel.getIoThread().execute(this::next);
    }

    private void next() {
        for (int i = 1; i < BareBatch.EVENTS; i++) {
            WebSockets.sendText(ByteBuffer.wrap(text), channel, (WebSocketCallback<Void>) null);
        }
        WebSockets.sendText(ByteBuffer.wrap(text), channel, this);
        channel.flush();
    }

    @Override
    public void complete(WebSocketChannel open, Void nothing) {
        start();
    }

    @Override
    public void onError(WebSocketChannel open, Void nothing, Throwable failure) {
        IoUtils.safeClose(channel);
    }
}
