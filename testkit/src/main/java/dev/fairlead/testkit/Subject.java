// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.net.URI;
import java.time.Duration;

/**
 * The server that is tried.
 *
 * @param endpoint the address of its ACP endpoint, {@code http} or {@code https}
 * @param token the bearer token, empty for none
 * @param origin an origin that the server allows
 * @param patience how long to wait for anything that must come
 * @param agentName what the agent calls itself in {@code agentInfo.name}, empty if it does not or could not be asked
 */
record Subject(URI endpoint, String token, String origin, Duration patience, String agentName) {
    static final String DEMO_AGENT = "fairlead-demo-agent";

    static Subject of(URI endpoint) {
        boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!web || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "'" + endpoint + "' is no endpoint. Give an address such as http://127.0.0.1:7340/acp.");
        }
        String origin = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
        return new Subject(endpoint, "", origin, Duration.ofSeconds(10), "");
    }

    Subject withToken(String newToken) {
        return new Subject(endpoint, newToken, origin, patience, agentName);
    }

    Subject withOrigin(String newOrigin) {
        return new Subject(endpoint, token, newOrigin, patience, agentName);
    }

    Subject withPatience(Duration newPatience) {
        return new Subject(endpoint, token, origin, newPatience, agentName);
    }

    Subject withAgentName(String newName) {
        return new Subject(endpoint, token, origin, patience, newName);
    }

    /** Returns path and query, as they stand in a request line. */
    String target() {
        String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
        return endpoint.getRawQuery() == null ? path : path + "?" + endpoint.getRawQuery();
    }

    boolean hasDemoAgent() {
        return agentName.equals(DEMO_AGENT);
    }
}
