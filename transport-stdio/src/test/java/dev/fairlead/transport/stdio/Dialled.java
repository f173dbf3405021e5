// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static org.awaitility.Awaitility.await;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An agent that a test has started, with what it hears of it. */
record Dialled(Wire wire, Ear ear) {
    /** Returns a dial of a shell script, which a test may refine. */
    static Dial shell(String script) {
        return command("sh", "-c", script);
    }

    /** Returns a dial of a command, which a test may refine. */
    static Dial command(String... words) {
        return new Dial(
                new Target.Command(Arrays.asList(words), null, Map.of()), Settings.NONE, MessageLimits.STANDARD);
    }

    /** Sends a message; the stage is the wire's. */
    CompletableFuture<Void> send(String json) {
        return wire.write(List.of(new Event(1, null, Message.of(json)))).toCompletableFuture();
    }

    /** Waits for so many lines, and returns all that were heard. */
    List<String> awaitLines(int count) {
        await().atMost(60, TimeUnit.SECONDS).until(() -> ear.lines.size() >= count);
        return new ArrayList<>(ear.lines);
    }

    /** Waits for a line that is the id of a process, which must be running. */
    ProcessHandle awaitProcess() {
        return ProcessHandle.of(awaitPid()).orElseThrow();
    }

    /** Waits for a line that is the id of a process. */
    long awaitPid() {
        return Long.parseLong(awaitLines(1).get(0));
    }

    /** Waits for the end, and returns its reason. */
    CloseReason awaitEnd() throws Exception {
        return ear.closed().get(20, TimeUnit.SECONDS);
    }

    /** Closes the wire, and waits for the end. */
    CloseReason end() throws Exception {
        wire.close(CloseReason.NORMAL);
        return awaitEnd();
    }

    /** What is to be dialled, and how. */
    record Dial(Target.Command target, Settings settings, MessageLimits limits) {
        Dial in(@Nullable Path directory) {
            return new Dial(new Target.Command(target.words(), directory, target.environment()), settings, limits);
        }

        Dial with(String variable, String value) {
            Map<String, String> environment = new HashMap<>(target.environment());
            environment.put(variable, value);
            return new Dial(new Target.Command(target.words(), target.directory(), environment), settings, limits);
        }

        Dial patience(String terminateAfter, String killAfter) {
            Settings patience =
                    settings.with(Patience.TERMINATE_AFTER, terminateAfter).with(Patience.KILL_AFTER, killAfter);
            return new Dial(target, patience, limits);
        }

        Dial limit(int bytes) {
            return new Dial(target, settings, new MessageLimits(bytes, limits.depth(), limits.idBytes()));
        }

        CompletableFuture<Wire> begin(Ear ear) {
            return new StdioTransport()
                    .dial(DialContext.to(target, settings, limits, ear))
                    .toCompletableFuture();
        }

        Dialled open() throws Exception {
            return open(new Ear());
        }

        Dialled open(Ear ear) throws Exception {
            return new Dialled(begin(ear).get(20, TimeUnit.SECONDS), ear);
        }
    }
}
