// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;

/** Ends a link that is too old, or silent for too long. Used by the proxy's thread alone. */
final class LinkClock {
    private final ProxyLoop loop;
    private final ProxyLink link;
    private boolean stopped;

    private LinkClock(ProxyLoop loop, ProxyLink link) {
        this.loop = loop;
        this.link = link;
    }

    /** Starts a clock for the times among the limits. */
    static LinkClock start(LinkLimits limits, ProxyLoop loop, ProxyLink link) {
        LinkClock clock = new LinkClock(loop, link);
        if (!limits.age().equals(LinkLimits.FOREVER)) {
            clock.at(loop.now() + limits.age().toNanos(), () -> link.end(limits.end()));
        }
        if (!limits.silence().equals(LinkLimits.FOREVER)) {
            clock.watch(loop.now(), limits.silence());
        }
        return clock;
    }

    private void watch(long since, Duration silence) {
        at(since + silence.toNanos(), () -> {
            if (link.lastHeard() - since > 0) {
                watch(link.lastHeard(), silence);
            } else {
                link.end(LinkEnd.FIN);
            }
        });
    }

    private void at(long due, Runnable task) {
        loop.at(due, () -> {
            if (!stopped) {
                task.run();
            }
        });
    }

    void stop() {
        stopped = true;
    }
}
