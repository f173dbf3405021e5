// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The wire conformance suite: every row of wire.md part 1, tried against a running server, and what of part 2 a plain client
 * can see.
 *
 * <p>Needs nothing but an address. Checks that steer the agent are skipped unless it is Fairlead's demo agent
 * ({@code fairlead demo}). Immutable; each {@code with…} gives a copy.
 */
public final class WireConformance {
    private final Subject subject;

    private WireConformance(Subject subject) {
        this.subject = subject;
    }

    /**
     * Takes the address of an ACP endpoint, such as {@code http://127.0.0.1:7340/acp}.
     *
     * @throws IllegalArgumentException if the address is not {@code http} or {@code https} with a host
     */
    public static WireConformance of(URI endpoint) {
        return new WireConformance(Subject.of(endpoint));
    }

    /** Sends a bearer token with every request. */
    public WireConformance withToken(String token) {
        return new WireConformance(subject.withToken(token));
    }

    /** Names an origin that the server allows; the endpoint's own if it is not named. */
    public WireConformance withOrigin(String origin) {
        return new WireConformance(subject.withOrigin(origin));
    }

    /** Sets how long to wait for anything that must come; 10 s if it is not set. */
    public WireConformance withPatience(Duration patience) {
        return new WireConformance(subject.withPatience(patience));
    }

    /** Returns all checks, without trying them. */
    public static List<ConformanceCheck> checks() {
        return Stream.of(
                        InitializeChecks.all(),
                        PostChecks.all(),
                        SessionHeaderChecks.all(),
                        GetChecks.all(),
                        StreamChecks.all(),
                        RoutingChecks.all(),
                        IdentityChecks.all(),
                        DeleteChecks.all(),
                        WebSocketChecks.all(),
                        WebSocketFrameChecks.all(),
                        CrossOriginChecks.all(),
                        GuardChecks.all(),
                        AgentEndChecks.all(),
                        VersionChecks.all(),
                        PollChecks.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Tries all checks, one after the other. Blocks for as long as that takes: seconds, or minutes if much fails. */
    public ConformanceReport run() {
        WireConformance acquainted = acquainted();
        return new ConformanceReport(checks().stream().map(acquainted::run).toList());
    }

    /** Tries one check. Blocks until it is decided. */
    public ConformanceResult run(ConformanceCheck check) {
        return check.run(subject);
    }

    /** Asks the agent for its name, which decides what is skipped. Returns a copy that knows it. */
    public WireConformance acquainted() {
        try (Trial trial = new Trial(subject)) {
            Response answer = trial.exchange(trial.post(Rpc.initialize("0")));
            String name =
                    Json.parse(answer.text()).at("result", "agentInfo", "name").text();
            trial.exchange(trial.request("DELETE").connection(answer.header(Request.CONNECTION)));
            return new WireConformance(subject.withAgentName(name));
        } catch (IOException | IllegalArgumentException e) {
            // What is wrong with initialize is said by the checks of initialize.
            return this;
        }
    }
}
