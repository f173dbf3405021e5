// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.examples;

import com.agentclientprotocol.sdk.client.AcpClient;
import com.agentclientprotocol.sdk.client.AcpSyncClient;
import com.agentclientprotocol.sdk.spec.AcpSchema.NewSessionRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.PromptRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.TextContent;
import dev.fairlead.acp.SdkClientTransport;
import dev.fairlead.runtime.client.Connector;
import java.net.URI;
import java.util.List;

/** Dials an agent behind a gateway, says one thing to it, and prints what comes back. */
public final class Ask {
    public static void main(String[] arguments) {
        try (Connector connector = Connector.to(URI.create(arguments[0])).build();
                AcpSyncClient client = AcpClient.sync(new SdkClientTransport(connector))
                        .sessionUpdateConsumer(news -> System.out.println(news.update()))
                        .build()) {
            client.initialize();
            String session =
                    client.newSession(new NewSessionRequest("/", List.of())).sessionId();
            System.out.println(client.prompt(new PromptRequest(session, List.of(new TextContent(arguments[1])))));
        }
    }
}
