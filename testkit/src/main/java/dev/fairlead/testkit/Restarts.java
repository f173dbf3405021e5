// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.Closeable;
import java.time.Duration;

/** Ends all links of a {@link FaultProxy} from time to time, and takes no new ones for a while, as a restart does (F26). */
final class Restarts implements Closeable {
    private final ProxyLoop loop;
    private final ProxyPort port;
    private final long every;
    private final long away;
    private boolean closed;

    Restarts(ProxyLoop loop, ProxyPort port, Duration every, Duration away) {
        this.loop = loop;
        this.port = port;
        this.every = every.toNanos();
        this.away = away.toNanos();
    }

    void begin() {
        loop.at(loop.now() + every, this::leave);
    }

    private void leave() {
        if (!closed) {
            port.shut(true);
            port.cut(LinkEnd.FIN);
            loop.at(loop.now() + away, this::comeBack);
        }
    }

    private void comeBack() {
        if (!closed) {
            port.shut(false);
            begin();
        }
    }

    /** Ends it, open. */
    @Override
    public void close() {
        loop.run(() -> {
            closed = true;
            port.shut(false);
        });
    }
}
