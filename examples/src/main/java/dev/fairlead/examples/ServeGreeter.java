// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.examples;

import com.agentclientprotocol.sdk.agent.AcpAgent;
import com.agentclientprotocol.sdk.spec.AcpSchema.InitializeResponse;
import com.agentclientprotocol.sdk.spec.AcpSchema.NewSessionResponse;
import com.agentclientprotocol.sdk.spec.AcpSchema.PromptResponse;
import dev.fairlead.acp.SdkAgent;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.Gateway;
import java.util.Map;

/** Serves an agent written in Java on a port, until it is killed. */
public final class ServeGreeter {
    public static void main(String[] arguments) {
        Gateway gateway = Gateway.serving(SdkAgent.of(transport -> AcpAgent.sync(transport)
                        .initializeHandler(request -> InitializeResponse.ok())
                        .newSessionHandler(request -> new NewSessionResponse("s-1", null, null))
                        .promptHandler((request, context) -> {
                            context.sendMessage("Hello, " + request.text() + ".");
                            return PromptResponse.endTurn();
                        })
                        .build()
                        .async()))
                .settings(Settings.of(Map.of("listen.port", arguments[0])))
                .start();
        System.out.println(gateway.address());
    }
}
