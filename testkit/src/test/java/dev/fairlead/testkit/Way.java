// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** How a {@link ResumingClient} is carried. */
enum Way {
    /** POST, and one SSE stream for the connection and all its sessions. */
    SSE {
        @Override
        Carrier carry(ResumingClient client) {
            return new SseCarrier(client, true);
        }
    },
    /** POST, and an SSE stream for the connection and for each session. */
    SSE_STREAMS {
        @Override
        Carrier carry(ResumingClient client) {
            return new SseCarrier(client, false);
        }
    },
    /** {@code fairlead.v1}. */
    WEBSOCKET {
        @Override
        Carrier carry(ResumingClient client) {
            return new WebSocketCarrier(client);
        }
    },
    /** Polls, in whose bodies everything is. */
    POLLING {
        @Override
        Carrier carry(ResumingClient client) {
            return new PollingCarrier(client);
        }
    };

    abstract Carrier carry(ResumingClient client);
}
