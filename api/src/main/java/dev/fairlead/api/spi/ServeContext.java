// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.http.HttpCall;
import java.time.Duration;

/** What the runtime offers to a transport that serves. Thread-safe. */
public interface ServeContext {
    /** Returns the settings; those of the transport are among them. */
    Settings settings();

    /** Returns how large a message may be; a medium refuses larger ones before it holds them. */
    MessageLimits limits();

    /** Returns how long a wire may be silent before the runtime tells it a heartbeat. */
    Duration heartbeat();

    /**
     * Answers some of the HTTP calls below the endpoint's path, until the transport is stopped.
     *
     * @throws AgentException {@link Code#CONFIGURATION} if the path is taken, naming the transport that has it;
     *     {@link Code#UNSUPPORTED} if nothing serves HTTP here
     */
    void route(HttpRoute route);

    /** Answers a call that a route has taken, and not yet answered, with the status and the body of a refusal (wire.md 1). */
    void refuse(HttpCall call, AgentException why);

    /**
     * Checks a request for a wire and keeps a place for it. Returns at once; no agent is started by it.
     *
     * @throws AgentException with what the peer is to be told: {@link Code#CONNECTION_UNKNOWN}, {@link Code#LIMIT_REACHED} …
     */
    Attachment attach(AttachRequest request);
}
