// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came down to one client, over whatever wires: each event once, in order, and none missing, or the ledger has a fault.
 *
 * <p>It looks at both numbers: the sequence that the gateway gave, and the one that the demo agent wrote into a chunk. Thread-safe.
 */
final class Ledger {
    private static final Pattern CHUNK = Pattern.compile("\"text\":\"\\[(\\d+)\\] ");
    private static final Pattern SESSION = Pattern.compile("\"sessionId\":\"([^\"]+)\"");
    private static final int MOST_FAULTS = 20;

    private final Map<String, Long> cursors = new HashMap<>();
    private final BitSet sequences = new BitSet();
    private int size;
    private boolean gapsAllowed;
    private boolean gapTold;
    private final Map<String, Integer> chunks = new HashMap<>();
    private final Map<String, CompletableFuture<Json>> responses = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Takes an event that came on a stream. */
    synchronized void take(String stream, long sequence, String message) {
        long cursor = cursor(stream);
        if (sequence <= cursor) {
            fault("on the " + stream + " " + sequence + " came after " + cursor);
        } else if (sequences.get((int) sequence)) {
            fault(sequence + " came twice, the second time on the " + stream);
        }
        cursors.put(stream, sequence);
        sequences.set((int) sequence);
        size++;
        if (message.contains("\"agent_message_chunk\"")) {
            takeChunk(message);
        } else if (!message.contains("\"method\":")) {
            takeResponse(Json.parse(message));
        }
        notifyAll();
    }

    private void takeChunk(String message) {
        Matcher chunk = CHUNK.matcher(message);
        Matcher session = SESSION.matcher(message);
        if (chunk.find() && session.find()) {
            int number = Integer.parseInt(chunk.group(1));
            Integer before = chunks.put(session.group(1), number);
            int least = before == null ? 1 : before + 1;
            if (gapTold ? number < least : number != least) {
                fault("chunk " + number + " of session " + session.group(1) + " came after " + before);
            }
        }
    }

    private void takeResponse(Json response) {
        if (!response(response.at("id").source()).complete(response) && faults.isEmpty()) {
            fault("a second response came: " + response);
        }
    }

    /** Takes an announced gap for what it is, instead of a fault. */
    synchronized void allowGaps() {
        gapsAllowed = true;
    }

    /** Takes a notice that came on a stream. A gap is a fault unless it is allowed, and so is an end that nobody asked for. */
    synchronized void takeNotice(String stream, String name, Json params) {
        if (name.equals("gap") && gapsAllowed) {
            gapTold = true;
            int from = Integer.parseInt(params.at("from").source());
            int to = Integer.parseInt(params.at("to").source());
            size += to + 1 - from - sequences.get(from, to + 1).cardinality();
            sequences.set(from, to + 1);
            cursors.put(stream, (long) to);
            notifyAll();
        } else if (name.equals("gap")
                || (name.equals("end") && !params.at("code").text().equals("superseded"))) {
            fault("the notice " + name + " came on the " + stream + ": " + params);
        }
    }

    synchronized void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
        if (faults.size() == 1) {
            responses.values().forEach(response -> response.completeExceptionally(new AssertionError(what)));
            notifyAll();
        }
    }

    /** Returns the last sequence that came on a stream, 0 if none. */
    synchronized long cursor(String stream) {
        return cursors.getOrDefault(stream, 0L);
    }

    /** Returns how many events came. */
    synchronized int size() {
        return size;
    }

    /** Waits until so many events have come, or something is wrong. */
    synchronized void awaitSize(int least, Duration patience) throws InterruptedException {
        await(() -> size >= least, patience, least + " events");
    }

    /** Waits until no sequence is missing up to the newest that came; fails if something is wrong. */
    synchronized void awaitWhole(Duration patience) throws InterruptedException {
        await(() -> size == newest(), patience, "What is missing");
        if (!faults.isEmpty()) {
            throw new AssertionError(toString());
        }
    }

    private int newest() {
        return Math.max(0, sequences.length() - 1);
    }

    private synchronized void await(BooleanSupplier met, Duration patience, String what) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!met.getAsBoolean() && faults.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(what + " did not come in time: " + this);
            }
            wait(left);
        }
    }

    /** Returns the number of the last chunk of a session. */
    synchronized int chunks(String sessionId) {
        return chunks.getOrDefault(sessionId, 0);
    }

    synchronized CompletableFuture<Json> response(String id) {
        CompletableFuture<Json> response = responses.computeIfAbsent(id, unanswered -> new CompletableFuture<>());
        if (!faults.isEmpty()) {
            response.completeExceptionally(new AssertionError(faults.get(0)));
        }
        return response;
    }

    /** Waits for the response to a request, whose id is given as JSON text. */
    Json awaitResponse(String id, Duration patience) throws InterruptedException {
        try {
            return response(id).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The response to " + id + " did not come: " + this, e);
        }
    }

    @Override
    public synchronized String toString() {
        return size + " events came, the newest is " + newest() + ", the first that is missing "
                + sequences.nextClearBit(1) + "; faults: "
                + (faults.isEmpty() ? "none" : String.join("; ", faults));
    }
}
