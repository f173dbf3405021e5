// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.fairlead.runtime.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoSessionsTest {
    @Test
    void forgetsTheSessionUsedLongestAgoForOneTooMany() throws Exception {
        try (DemoAgent agent = new DemoAgent();
                DemoClient client = DemoClient.initialized(agent)) {
            String busy = client.newSession();
            client.prompt(busy, "ask permission");
            String idle = client.newSession();
            String used = client.newSession();
            for (int i = 3; i < DemoSessions.LIMIT; i++) {
                client.newSession();
            }
            assertNull(load(client, used).get("error"));

            client.newSession();

            assertEquals(-32002, Json.number(load(client, idle), "error", "code"));
            assertNull(load(client, used).get("error"));
            assertNotNull(load(client, busy).get("result"));
        }
    }

    private static Map<String, Object> load(DemoClient client, String session) throws Exception {
        return client.call("session/load", Map.of("sessionId", session, "cwd", "/work", "mcpServers", List.of()));
    }
}
