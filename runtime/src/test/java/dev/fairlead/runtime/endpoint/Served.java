// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.connection.ConnectionLimits;
import dev.fairlead.runtime.connection.ConnectionTable;
import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;

/** A scripted agent behind a real endpoint and a real table of connections, on one thread and in virtual time. */
final class Served {
    static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":1}}";

    final ScriptedAgent agent;
    final VirtualTime time = new VirtualTime();
    final Routes routes = new Routes();
    final ConnectionTable table;
    final Discovery discovery;
    final Entrance entrance;
    private final AcpEndpoint endpoint;

    private Served(ScriptedAgent agent, Settings settings, String listen, String token) {
        this.agent = agent;
        ConnectionLimits limits = ConnectionLimits.from(settings);
        table = new ConnectionTable(agent, limits, time, Runnable::run);
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(listen), 7340);
            EndpointSettings what = EndpointSettings.from(settings);
            discovery = new Discovery("1.2.3", what, limits, time, routes);
            Guards guards = new Guards(what, address, token);
            entrance = guards.entrance();
            endpoint = new AcpEndpoint(what, limits.message(), guards, table, routes, discovery, AcpEndpoint::nothing);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static Served by(ScriptedAgent agent, String... keysAndTexts) {
        return new Served(agent, settings(keysAndTexts), "127.0.0.1", null);
    }

    static Served at(String listen, String... keysAndTexts) {
        return new Served(ScriptedAgent.answering(), settings(keysAndTexts), listen, null);
    }

    static Served withToken(String token, String... keysAndTexts) {
        return new Served(ScriptedAgent.answering(), settings(keysAndTexts), "127.0.0.1", token);
    }

    private static Settings settings(String... keysAndTexts) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < keysAndTexts.length; i += 2) {
            texts.put(keysAndTexts[i], keysAndTexts[i + 1]);
        }
        return Settings.of(texts);
    }

    /** Hands a call to the endpoint. */
    ScriptedCall begin(ScriptedCall call) {
        endpoint.handle(call);
        return call;
    }

    /** Hands a call to the endpoint and returns its one answer. */
    Answer handle(ScriptedCall call) {
        return begin(call).answer();
    }

    /** Begins a connection and returns its id. */
    String connect() {
        Answer answer = handle(ScriptedCall.post(INITIALIZE));
        assertEquals(200, answer.status(), answer.body());
        return answer.header("Acp-Connection-Id");
    }

    /** Begins a connection of a client that has a name and numbers its messages. */
    String connect(String client) {
        Answer answer = handle(
                ScriptedCall.post(INITIALIZE).with("Fairlead-Client", client).with("Fairlead-Sequence", "1"));
        assertEquals(200, answer.status(), answer.body());
        return answer.header("Acp-Connection-Id");
    }

    static String request(int id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
    }

    static String notification(String method) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}";
    }

    static String prompt(int id, String session) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"session/prompt\",\"params\":{\"sessionId\":\""
                + session + "\"}}";
    }

    /** Returns the body of an answer that is a JSON-RPC error of the gateway. */
    static String error(String id, int number, String sentence, String code) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + number + ",\"message\":\"" + sentence
                + "\",\"data\":{\"code\":\"" + code + "\"}}}";
    }
}
