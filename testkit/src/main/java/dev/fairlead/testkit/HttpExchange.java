// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.List;

/**
 * One request and its answer on a link. The request passes the faults in their order, the answer in the opposite one; faults that are
 * switched meanwhile are for later requests.
 */
final class HttpExchange {
    private final HttpHead request;
    private final ProxyLink link;
    private final FlowOutlet down;
    private final HttpSink client;
    private final HttpSink toTarget;
    private final HttpSink toClient;
    private boolean answered;

    /**
     * Begins an exchange.
     *
     * @param request the head of the request
     * @param faults what is to go wrong
     * @param target where the request goes
     * @param client where the answer goes
     * @param down the outlet that the answer goes to
     */
    HttpExchange(
            HttpHead request,
            List<FaultEffect> faults,
            HttpSink target,
            HttpSink client,
            ProxyLink link,
            FlowOutlet down) {
        this.request = request;
        this.client = client;
        this.link = link;
        this.down = down;
        HttpSink up = target;
        HttpSink back = client;
        for (int i = 0; i < faults.size(); i++) {
            up = faults.get(faults.size() - 1 - i).request(up, this);
            back = faults.get(i).response(back, this);
        }
        toTarget = up;
        toClient = back;
    }

    HttpHead request() {
        return request;
    }

    /** Returns where the request goes. */
    HttpSink toTarget() {
        return answered ? HttpSink.NOWHERE : toTarget;
    }

    /** Returns where the target's answer goes. */
    HttpSink toClient() {
        return answered ? HttpSink.NOWHERE : toClient;
    }

    /** Answers instead of the target, and closes the link behind it. The first answer counts. */
    void answer(HttpAnswer answer) {
        if (!answered) {
            answered = true;
            link.answered();
            client.head(answer.head().closing());
            client.data(answer.body().duplicate());
            client.end();
            down.cut(LinkEnd.FIN);
        }
    }

    /** Ends the link behind what was written to the client; nothing more passes. */
    void cut(LinkEnd how) {
        answered = true;
        down.cut(how);
    }

    /** Limits the link for as long as the exchange lasts, from now on. */
    void limit(LinkLimits limits) {
        link.limit(limits);
    }
}
