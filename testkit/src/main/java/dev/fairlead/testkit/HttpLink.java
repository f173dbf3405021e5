// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP/1.1 proxy does on a link: one exchange after the other, or a tunnel once a WebSocket is open. Upgrades to anything else
 * are not offered to the target. What does not begin as HTTP/1.1 passes as it is: TLS, HTTP/2 by prior knowledge.
 */
final class HttpLink {
    private final ProxyLink link;
    private final FlowOutlet up;
    private final FlowOutlet down;
    private final Supplier<List<FaultEffect>> faults;
    private final HttpReader requests = new HttpReader(HttpHead::ofRequest);
    private final HttpReader responses = new HttpReader((start, lines) -> HttpHead.ofResponse(start, lines, method()));
    private final HttpSink toTarget;
    private final HttpSink toClient;
    private @Nullable HttpExchange exchange;
    private boolean requestEnded;
    private boolean responseEnded;
    private @Nullable ByteBuffer early;
    private boolean tunnel;

    /**
     * Begins with a new link.
     *
     * @param up what goes to the target
     * @param down what goes to the client
     * @param faults those that are on, for each new exchange
     */
    HttpLink(ProxyLink link, FlowOutlet up, FlowOutlet down, Supplier<List<FaultEffect>> faults) {
        this.link = link;
        this.up = up;
        this.down = down;
        this.faults = faults;
        this.toTarget = new HttpWriter(up);
        this.toClient = new ToClient(new HttpWriter(down));
    }

    /** Returns what takes the client's bytes. */
    FlowFilter fromClient() {
        return new FlowFilter() {
            @Override
            public void pass(ByteBuffer bytes, FlowOutlet outlet) {
                takeRequests(bytes);
            }

            @Override
            public boolean takesBytes() {
                return early == null;
            }

            @Override
            public void end(FlowOutlet outlet) {
                if (tunnel || exchange == null) {
                    up.close();
                } else {
                    down.cut(LinkEnd.FIN);
                }
            }
        };
    }

    /** Returns what takes the target's bytes. */
    FlowFilter fromTarget() {
        return new FlowFilter() {
            @Override
            public void pass(ByteBuffer bytes, FlowOutlet outlet) {
                takeResponses(bytes);
            }

            @Override
            public void end(FlowOutlet outlet) {
                if (tunnel || exchange == null) {
                    down.close();
                    return;
                }
                if (responses.endsWithLink()) {
                    exchange.toClient().end();
                }
                down.cut(LinkEnd.FIN);
            }
        };
    }

    private void takeRequests(ByteBuffer bytes) {
        if (!tunnel && exchange == null && isForeign(bytes)) {
            tunnel = true;
            up.write(requests.unfinished());
        }
        if (tunnel) {
            up.write(bytes);
        } else if (exchange != null && requestEnded) {
            early = bytes;
        } else {
            try {
                requests.read(bytes, new Requests());
            } catch (IllegalArgumentException malformed) {
                down.cut(LinkEnd.RESET);
                return;
            }
            if (bytes.hasRemaining()) {
                takeRequests(bytes);
            }
        }
    }

    /** A request begins with a capital letter; a TLS record does not. */
    private boolean isForeign(ByteBuffer bytes) {
        return bytes.hasRemaining()
                && !requests.unfinished().hasRemaining()
                && !Character.isUpperCase(bytes.get(bytes.position()));
    }

    private void takeResponses(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            HttpExchange current = exchange;
            if (tunnel) {
                down.write(bytes);
                return;
            } else if (current == null) {
                down.cut(LinkEnd.FIN);
                return;
            }
            try {
                responses.read(bytes, new Responses(current));
            } catch (IllegalArgumentException malformed) {
                down.cut(LinkEnd.RESET);
                return;
            }
            goOn();
        }
    }

    /** Begins with the next request when both sides of the exchange have ended. */
    private void goOn() {
        ByteBuffer next = early;
        if (requestEnded && responseEnded) {
            exchange = null;
            requestEnded = false;
            responseEnded = false;
            early = null;
            link.unlimit();
            if (next != null) {
                takeRequests(next);
            }
        }
    }

    private String method() {
        HttpExchange current = exchange;
        return current == null ? "" : current.request().method();
    }

    /** Removes the offer of a protocol that this proxy does not speak (RFC 9110 §7.8). */
    private static HttpHead withoutForeignUpgrade(HttpHead head) {
        if (head.value("upgrade").isEmpty() || head.asksForWebSocket()) {
            return head;
        }
        boolean closes = head.value("connection").toLowerCase(Locale.ROOT).contains("close");
        HttpHead plain = head.without("upgrade", "http2-settings", "connection");
        return closes ? plain.closing() : plain;
    }

    /** What the client asks for. */
    private final class Requests implements HttpSink {
        @Override
        public void head(HttpHead head) {
            if (head.start().endsWith(" HTTP/2.0")) {
                tunnel = true;
                up.write(head.bytes());
                return;
            }
            exchange = new HttpExchange(head, faults.get(), toTarget, toClient, link, down);
            exchange.toTarget().head(withoutForeignUpgrade(head));
        }

        @Override
        public void data(ByteBuffer bytes) {
            if (exchange != null) {
                exchange.toTarget().data(bytes);
            }
        }

        @Override
        public void end() {
            if (exchange != null) {
                requestEnded = true;
                exchange.toTarget().end();
                goOn();
            }
        }
    }

    /** What the target answers. */
    private final class Responses implements HttpSink {
        private final HttpExchange current;

        Responses(HttpExchange current) {
            this.current = current;
        }

        @Override
        public void head(HttpHead head) {
            if (head.status() < 200 && !head.opensTunnel()) {
                down.write(head.bytes());
            } else {
                current.toClient().head(head);
            }
        }

        @Override
        public void data(ByteBuffer bytes) {
            current.toClient().data(bytes);
        }

        @Override
        public void end() {
            current.toClient().end();
        }
    }

    /** What reaches the client in the end. */
    private final class ToClient extends HttpPass {
        ToClient(HttpSink next) {
            super(next);
        }

        @Override
        public void head(HttpHead head) {
            super.head(head);
            tunnel = head.opensTunnel();
        }

        @Override
        public void end() {
            super.end();
            responseEnded = true;
        }
    }
}
