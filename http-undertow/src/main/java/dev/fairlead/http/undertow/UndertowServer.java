// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpEndpoint;
import dev.fairlead.api.spi.RunningEngine;
import dev.fairlead.api.spi.Settings;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** A port, the threads that serve it, and their end. */
final class UndertowServer implements RunningEngine {
    private static final Logger log = LoggerFactory.getLogger(UndertowServer.class);
    private static final int BUFFER_BYTES = 16 * 1024;

    /** How much the kernel may hide of what a peer has not taken. Left to itself it takes megabytes. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CallCount calls = new CallCount();
    private final ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, 1000, 4);
    private final @Nullable Tls tls;
    private final XnioWorker worker;
    private final Doorway doorway;
    private final AcceptingChannel<StreamConnection> port;
    private final InetSocketAddress address;

    private UndertowServer(Settings settings, InetSocketAddress listen, HttpEndpoint endpoint) throws IOException {
        int threads = settings.get(HttpSettings.IO_THREADS);
        int sockets = settings.get(HttpSettings.SOCKETS);
        Xnio xnio = Xnio.getInstance(UndertowServer.class.getClassLoader());
        tls = Tls.from(settings, xnio);
        worker = xnio.createWorker(
                null,
                OptionMap.builder()
                        .set(Options.WORKER_NAME, "http")
                        .set(
                                Options.WORKER_IO_THREADS,
                                threads > 0
                                        ? threads
                                        : Math.max(2, Runtime.getRuntime().availableProcessors()))
                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                        .set(Options.WORKER_TASK_MAX_THREADS, 1)
                        .getMap(),
                this::workerEnded);
        doorway = new Doorway(settings, buffers, new EndpointHandler(settings, endpoint, calls));
        try {
            port = worker.createStreamConnectionServer(
                    listen,
                    this::accept,
                    OptionMap.builder()
                            .set(Options.REUSE_ADDRESSES, true)
                            .set(Options.TCP_NODELAY, true)
                            .set(Options.KEEP_ALIVE, true)
                            .set(Options.SEND_BUFFER, SEND_BUFFER_BYTES)
                            .set(Options.BACKLOG, 1000)
                            .set(Options.CONNECTION_HIGH_WATER, sockets)
                            .set(Options.CONNECTION_LOW_WATER, sockets)
                            .getMap());
        } catch (IOException | UnresolvedAddressException e) {
            worker.shutdown();
            ioThreads().forEach(UndertowServer::seeOff);
            closeBuffers();
            throw e;
        }
        address = port.getLocalAddress(InetSocketAddress.class);
        port.resumeAccepts();
    }

    private void accept(AcceptingChannel<StreamConnection> open) {
        try {
            StreamConnection socket = open.accept();
            if (socket != null) {
                doorway.handleEvent(tls == null ? socket : tls.wrap(socket));
            }
        } catch (IOException e) {
            log.debug("A connection was not accepted; the port is closed.", e);
        }
    }

    /** Opens the port. */
    static UndertowServer listen(Settings settings, InetSocketAddress listen, HttpEndpoint endpoint) {
        try {
            return new UndertowServer(settings, listen, endpoint);
        } catch (IOException | UnresolvedAddressException e) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "Cannot listen on " + listen.getHostString() + " port " + listen.getPort() + ": "
                            + (e instanceof IOException ? e.getMessage() : "the name is unknown")
                            + ". Choose another address, or port 0 for a free one.",
                    e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public boolean isSecure() {
        return tls != null;
    }

    @Override
    public CompletionStage<Void> stop(Duration grace) {
        if (stopping.compareAndSet(false, true)) {
            IoUtils.safeClose(port);
            XnioExecutor.Key alarm = new IoLoop(worker.getIoThread(0)).later(grace, calls::giveUp);
            calls.stop()
                    .thenRun(() -> {
                        alarm.remove();
                        doorway.closeAll();
                    })
                    .thenCompose(nothing -> fence())
                    .whenComplete((nothing, failure) -> worker.shutdown());
        }
        return stopped.minimalCompletionStage();
    }

    /** Returns a stage that completes when what the threads have been given so far is done. */
    private CompletionStage<Void> fence() {
        return CompletableFuture.allOf(ioThreads()
                .map(thread -> CompletableFuture.runAsync(() -> {}, thread))
                .toArray(CompletableFuture[]::new));
    }

    /** Called by the last thread, while it ends: another one sees it off. */
    private void workerEnded() {
        if (!stopping.get()) {
            return; // the port could not be opened
        }
        ForkJoinPool.commonPool().execute(() -> {
            Stream.concat(ioThreads(), Stream.of(port.getIoThread())).forEach(UndertowServer::seeOff);
            closeBuffers();
            stopped.complete(null);
        });
    }

    private void closeBuffers() {
        buffers.close();
        if (tls != null) {
            tls.close();
        }
    }

    private Stream<XnioIoThread> ioThreads() {
        return IntStream.range(0, worker.getIoThreadCount()).mapToObj(worker::getIoThread);
    }

    private static void seeOff(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
