import * as acp from "@agentclientprotocol/sdk";
import { createHttpStream } from "@agentclientprotocol/sdk/experimental/http-client";
import { createWebSocketStream } from "@agentclientprotocol/sdk/experimental/ws-client";
import { within } from "./checks.mjs";
import { Wiretap } from "./wiretap.mjs";

const PATIENCE_MILLIS = 15_000;

/** An ACP client made of the SDK's client and one of its two transports, that remembers all that the agent sent. */
export class RecordingClient {
  tap = new Wiretap();
  updates = [];
  permissions = [];
  watchers = new Set();

  constructor(url, transport, token) {
    this.transport = transport;
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    this.stream =
      transport === "ws"
        ? createWebSocketStream(url.replace(/^http/, "ws"), { headers, WebSocket: this.tap.webSocket })
        : createHttpStream(url.replace(/^ws/, "http"), { headers, fetch: this.tap.fetch });
    this.connection = acp
      .client({ name: "fairlead-interop" })
      .onRequest(acp.methods.client.session.requestPermission, (call) => this.permit(call.params))
      .onNotification(acp.methods.client.session.update, (call) => this.record(call.params))
      .connect(this.stream);
  }

  request(method, params) {
    return within(PATIENCE_MILLIS, `the answer to ${method}`, this.connection.agent.request(method, params));
  }

  notify(method, params) {
    return this.connection.agent.notify(method, params);
  }

  prompt(sessionId, text) {
    return this.request("session/prompt", { sessionId, prompt: [{ type: "text", text }] });
  }

  /** Texts of the agent's message chunks for one session, from the given place in `updates` on. */
  texts(sessionId, from = 0, kind = "agent_message_chunk") {
    return this.updates
      .slice(from)
      .filter((each) => each.sessionId === sessionId && each.update.sessionUpdate === kind)
      .filter((each) => each.update.content.type === "text")
      .map((each) => each.update.content.text);
  }

  /** Waits, update by update, until the condition holds. */
  until(what, condition) {
    let watcher;
    const holds = new Promise((resolve) => {
      watcher = () => condition() && resolve();
      this.watchers.add(watcher);
      watcher();
    });
    const gone = this.connection.closed.then(() => {
      throw new Error(`the connection ended before ${what}`);
    });
    return within(PATIENCE_MILLIS, what, Promise.race([holds, gone])).finally(() => this.watchers.delete(watcher));
  }

  /** Closes the transport as an application does, and waits until the peer agreed. */
  async close() {
    const closed = this.tap.sockets
      .filter((socket) => socket.readyState !== socket.CLOSED)
      .map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    await within(PATIENCE_MILLIS, "the end of the last send", this.idle());
    await within(PATIENCE_MILLIS, "closing the transport", this.stream.writable.close());
    await within(PATIENCE_MILLIS, "the end of the connection", this.connection.closed);
    await within(PATIENCE_MILLIS, "the WebSocket's close", Promise.all(closed));
  }

  /** The SDK holds a lock on the stream while it sends; without it the stream may be closed. */
  async idle() {
    while (this.stream.writable.locked) {
      await new Promise(setImmediate);
    }
  }

  permit(params) {
    this.permissions.push(params);
    const allow = params.options.find((option) => option.kind.startsWith("allow")) ?? params.options[0];
    return { outcome: { outcome: "selected", optionId: allow.optionId } };
  }

  record(notification) {
    this.updates.push(notification);
    this.watchers.forEach((watcher) => watcher());
  }
}
