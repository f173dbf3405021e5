import * as acp from "@agentclientprotocol/sdk";
import { setTimeout as sleep } from "node:timers/promises";

const STREAM = /stream (\d+) chunks every (\d+) ms of (\d+) bytes/;

/**
 * The part of Fairlead's demo agent that the driver and the conformance suite need, written with the SDK.
 *
 * One instance serves one connection; its sessions live as long as it does.
 */
export class DemoAgent {
  sessions = new Map();
  connection = undefined;

  app() {
    const { agent } = acp.methods;
    return acp
      .agent({ name: "fairlead-demo-agent" })
      .onConnect((connection) => void (this.connection = connection))
      .onRequest(agent.initialize, () => this.initialize())
      .onRequest(agent.session.new, (call) => this.create(call.params))
      .onRequest(agent.session.load, (call) => this.load(call.params, call.client))
      .onRequest(agent.session.list, () => this.list())
      .onRequest(agent.session.close, (call) => this.end(call.params))
      .onRequest(agent.session.prompt, (call) => this.prompt(call.params, call.client))
      .onNotification(agent.session.cancel, (call) => this.sessions.get(call.params.sessionId)?.turn?.abort());
  }

  initialize() {
    return {
      protocolVersion: acp.PROTOCOL_VERSION,
      agentInfo: { name: "fairlead-demo-agent", version: "0.0.0" },
      agentCapabilities: { loadSession: true, sessionCapabilities: { list: {}, close: {} } },
    };
  }

  create({ cwd }) {
    const sessionId = crypto.randomUUID();
    this.sessions.set(sessionId, { cwd, history: [], turn: undefined });
    return { sessionId };
  }

  async load({ sessionId }, client) {
    for (const update of this.session(sessionId).history) {
      await client.notify(acp.methods.client.session.update, { sessionId, update });
    }
    return {};
  }

  list() {
    return { sessions: [...this.sessions].map(([sessionId, { cwd }]) => ({ sessionId, cwd })) };
  }

  end({ sessionId }) {
    this.session(sessionId).turn?.abort();
    this.sessions.delete(sessionId);
    return {};
  }

  async prompt({ sessionId, prompt }, client) {
    const session = this.session(sessionId);
    const text = prompt.map((block) => block.text ?? "").join(" ");
    session.turn = new AbortController();
    session.history.push({ sessionUpdate: "user_message_chunk", content: { type: "text", text } });
    try {
      await this.answer(text, session, sessionId, client);
      return { stopReason: "end_turn" };
    } catch (error) {
      if (session.turn.signal.aborted) {
        return { stopReason: "cancelled" };
      }
      throw error;
    }
  }

  async answer(text, session, sessionId, client) {
    const say = async (words) => {
      const update = { sessionUpdate: "agent_message_chunk", content: { type: "text", text: words } };
      session.history.push(update);
      await client.notify(acp.methods.client.session.update, { sessionId, update });
    };
    const stream = STREAM.exec(text);
    if (stream) {
      const [count, millis, bytes] = stream.slice(1).map(Number);
      for (let i = 1; i <= count; i++) {
        await say(`chunk ${i} of ${count} `.padEnd(bytes, ".").slice(0, bytes));
        await sleep(millis, undefined, { signal: session.turn.signal });
      }
    } else if (text === "crash") {
      this.connection.close();
    } else if (text === "ask permission") {
      await say(`You chose ${await this.ask(sessionId, client)}.`);
    } else {
      await say(`You said: ${text}`);
    }
  }

  async ask(sessionId, client) {
    const { outcome } = await client.request(acp.methods.client.session.requestPermission, {
      sessionId,
      toolCall: { toolCallId: "permission-1", title: "Change a file", kind: "edit", status: "pending" },
      options: [
        { kind: "allow_once", name: "Allow", optionId: "allow" },
        { kind: "reject_once", name: "Reject", optionId: "reject" },
      ],
    });
    return outcome.optionId ?? outcome.outcome;
  }

  session(sessionId) {
    const session = this.sessions.get(sessionId);
    if (!session) {
      throw acp.RequestError.sessionNotFound(sessionId);
    }
    return session;
  }
}
