// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A way to carry messages, found by {@link java.util.ServiceLoader}.
 *
 * <p>Stateless and thread-safe, with a public no-argument constructor that does nothing. What runs is owned by the handles that it
 * returns. Either side may be unsupported.
 */
public interface Transport {
    /** Returns the short name, {@code sse} for instance; unique, lower case, used in settings and logs. */
    String id();

    /** Returns how much it is preferred where several work: the highest is tried first. WebSocket has 300, SSE 200, polling 100. */
    int rank();

    /** Returns the settings that it reads; their keys begin with {@code transport.<id>.}. */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /** Returns whether {@link #serve} is supported; where it returns false that is never called. */
    default boolean serves() {
        return false;
    }

    /**
     * Returns which of its {@linkplain #settings settings} says where it serves: while that is empty {@link #serve} is not called. Null
     * if it needs to be told nothing, as where clients come through the HTTP engine.
     */
    default @Nullable Setting<String> servesAt() {
        return null;
    }

    /**
     * Begins to accept wires. Returns at once.
     *
     * @throws AgentException if it cannot, with what is to be done about it; nothing of the attempt is left then
     */
    default RunningTransport serve(ServeContext context) {
        throw new AgentException(Code.UNSUPPORTED, "Transport '" + id() + "' does not serve.");
    }

    /** Returns whether {@link #dial} can reach that target. Pure. */
    default boolean dials(Target target) {
        return false;
    }

    /**
     * Returns whether a dialled wire takes messages. Where it does not, as with SSE, the runtime sends them by POST (wire.md 1), and
     * calls {@link Wire#tell} and {@link Wire#write} of that wire never.
     */
    default boolean sends() {
        return true;
    }

    /**
     * Tries whether bytes of this transport come through the path to an {@link Target.Address}. Returns at once. No agent is started
     * and no connection begun by it (wire.md 2.5).
     *
     * @param context what to try; its {@link DialContext#resumption} is not looked at, and its listener hears nothing
     * @return completes when something that the gateway itself said has come back; fails with an {@link AgentException} that says
     *     what came instead. Cancelling it ends the attempt
     */
    default CompletableFuture<Void> probe(DialContext context) {
        return CompletableFuture.failedFuture(
                new AgentException(Code.UNSUPPORTED, "Transport '" + id() + "' has no probe."));
    }

    /**
     * Opens one wire. Returns at once; starting a process or connecting happens behind the stage.
     *
     * <p>To a gateway, where {@link Resumption#connectionId} is null the wire begins a connection; a transport that does not
     * {@linkplain #sends send} needs one that exists. Where the other end is a Fairlead, {@link Notice.Attached} reaches the listener
     * before the stage completes; where the connection begins with the first message, as with polling, before the stage of that message
     * completes, and {@link Notice.CaughtUp} in its place.
     *
     * @return completes with the open wire when the other end has answered; fails with an {@link AgentException}, after which nothing of the attempt is left and
     *     the listener is not called [6.5]
     */
    default CompletionStage<Wire> dial(DialContext context) {
        return CompletableFuture.failedStage(
                new AgentException(Code.UNSUPPORTED, "Transport '" + id() + "' does not dial."));
    }
}
