// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;

/** One side of a link, used by the proxy's thread alone. */
final class ProxySocket implements WritableByteChannel {
    /** Small, so that little is under way that neither side knows of. */
    private static final int RECEIVE_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final SelectionKey key;

    private ProxySocket(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** Watches an open channel, first for that operation. */
    static ProxySocket of(SocketChannel channel, ProxyLoop loop, int operation, Runnable ready) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
        return new ProxySocket(channel, loop.watch(channel, operation, ready));
    }

    /** Returns whether the socket became readable, or its end can be read. */
    boolean isReadable() {
        return key.isValid() && key.isReadable();
    }

    boolean isWritable() {
        return key.isValid() && key.isWritable();
    }

    boolean isConnectable() {
        return key.isValid() && key.isConnectable();
    }

    /** Returns whether it is open and bytes can flow. */
    boolean isConnected() {
        return channel.isOpen() && channel.isConnected();
    }

    void finishConnect() throws IOException {
        channel.finishConnect();
        watch(SelectionKey.OP_CONNECT, false);
    }

    void watchReads(boolean on) {
        watch(SelectionKey.OP_READ, on);
    }

    void watchWrites(boolean on) {
        watch(SelectionKey.OP_WRITE, on);
    }

    private void watch(int operation, boolean on) {
        if (key.isValid()) {
            key.interestOps(on ? key.interestOps() | operation : key.interestOps() & ~operation);
        }
    }

    int read(ByteBuffer bytes) throws IOException {
        return channel.read(bytes);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    /** Sends FIN behind what was written. */
    void shutdownOutput() throws IOException {
        if (channel.isConnected()) {
            channel.shutdownOutput();
        }
    }

    /** Closes with RST. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException gone) {
            // What is gone needs no reset.
        }
        close();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }
}
