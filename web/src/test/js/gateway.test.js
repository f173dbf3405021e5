// SPDX-License-Identifier: Apache-2.0
// Against a real gateway that serves the demo agent: FAIRLEAD_URL says where.
import assert from "node:assert/strict";
import { createServer, connect as dial } from "node:net";
import { after, before, describe, test } from "node:test";
import { connect, Failure, SharedPlace } from "../../main/resources/dev/fairlead/web/site/fairlead/fairlead.js";

const TARGET = new URL(process.env.FAIRLEAD_URL ?? "http://127.0.0.1:7340/acp");
const INITIALIZE = { protocolVersion: 1, clientCapabilities: {} };
const TRANSPORTS = ["websocket", "sse", "polling"];

/** A link that a test can cut, refuse and let vanish. */
class Path {
  pairs = new Set();
  mode = "open";

  async listen() {
    this.server = createServer((client) => {
      if (this.mode === "refuse") {
        client.resetAndDestroy();
        return;
      }
      const gateway = dial(Number(TARGET.port), TARGET.hostname);
      const pair = [client, gateway];
      this.pairs.add(pair);
      const end = () => {
        this.pairs.delete(pair);
        if (this.mode !== "vanish") {
          pair.forEach((socket) => socket.destroy());
        }
      };
      client.on("data", (bytes) => this.mode !== "vanish" && !pair.gone && gateway.write(bytes));
      gateway.on("data", (bytes) => this.mode !== "vanish" && !pair.gone && client.write(bytes));
      pair.forEach((socket) => socket.on("close", end).on("error", end));
    });
    await new Promise((listening) => this.server.listen(0, "127.0.0.1", listening));
    this.url = `http://127.0.0.1:${this.server.address().port}${TARGET.pathname}`;
    return this;
  }

  cut() {
    this.pairs.forEach((pair) => pair.forEach((socket) => socket.resetAndDestroy()));
  }

  vanish() {
    this.mode = "vanish";
    this.pairs.forEach((pair) => (pair.gone = true));
  }

  close() {
    this.mode = "open";
    this.cut();
    return new Promise((closed) => this.server.close(closed));
  }
}

/** One client, and what it heard. */
async function client(url, options) {
  const chunks = [];
  const messages = [];
  const connection = await connect(url, { initialize: INITIALIZE, ...options });
  const opened = new Promise((open) => connection.on("open", open));
  connection.on("message", (message, sequence) => {
    messages.push(sequence);
    const { update } = message.params ?? {};
    const number = update?.sessionUpdate === "agent_message_chunk" && /^\[(\d+)]/.exec(update.content.text)?.[1];
    if (number) {
      chunks.push(Number(number));
    }
  });
  return { connection, chunks, messages, opened };
}

async function session(connection) {
  return (await connection.request("session/new", { cwd: "/", mcpServers: [] }).answer).sessionId;
}

function prompt(connection, sessionId, text) {
  return connection.request("session/prompt", { sessionId, prompt: [{ type: "text", text }] }).answer;
}

const upTo = (count) => Array.from({ length: count }, (_, i) => i + 1);

describe("against a real gateway", { concurrency: false }, () => {
  let path;
  before(async () => {
    path = await new Path().listen();
  });
  after(() => path.close());

  for (const transport of TRANSPORTS) {
    test(`${transport}: a turn goes through, in order, once`, async () => {
      const { connection, chunks, messages, opened } = await client(path.url, { transport });
      assert.equal((await opened).result.agentInfo.name, "fairlead-demo-agent");
      const { stopReason } = await prompt(connection, await session(connection), "stream 500 chunks");
      assert.equal(stopReason, "end_turn");
      assert.deepEqual(chunks, upTo(500));
      assert.deepEqual(messages, [...messages].sort((a, b) => a - b));
      assert.equal(connection.status.transport, transport);
      connection.close();
    });

    for (const fault of ["cut", "vanish"]) {
      test(`${transport}: a turn survives a link that is ${fault === "cut" ? "cut" : "half-open"}`, async () => {
        const { connection, chunks, opened } = await client(path.url, { transport });
        await opened;
        const id = await session(connection);
        const answer = prompt(connection, id, "stream 100 chunks every 20 ms");
        setTimeout(() => {
          if (fault === "cut") {
            path.mode = "refuse";
            path.cut();
          } else {
            path.vanish();
          }
        }, 500);
        setTimeout(() => (path.mode = "open"), 1000);
        assert.equal((await answer).stopReason, "end_turn");
        assert.deepEqual(chunks, upTo(100));
        connection.close();
      });
    }
  }

  test("a prompt that is sent while the link is cut is executed once", async () => {
    const { connection, opened } = await client(path.url, { transport: "auto" });
    await opened;
    const id = await session(connection);
    path.mode = "refuse";
    path.cut();
    let said = "";
    connection.on("message", ({ params }) => (said += params?.update?.content?.text ?? ""));
    const answer = prompt(connection, id, "once");
    setTimeout(() => (path.mode = "open"), 700);
    await answer;
    assert.equal(said.trim(), "You said: once");
    connection.close();
  });

  test("moves lose nothing in either direction", async () => {
    const { connection, chunks, opened } = await client(path.url, { transport: "websocket" });
    await opened;
    const id = await session(connection);
    const answer = prompt(connection, id, "stream 300 chunks every 10 ms");
    const moved = [];
    connection.on("status", ({ transport, phase }) => phase === "live" && moved.at(-1) !== transport && moved.push(transport));
    for (const transport of ["polling", "sse", "websocket"]) {
      connection.transport = transport;
      await until(() => connection.status.transport === transport);
    }
    await answer;
    assert.deepEqual(chunks, upTo(300));
    assert.deepEqual(moved.slice(-3), ["polling", "sse", "websocket"]);
    connection.close();
  });

  test("a client that comes later reads from the beginning", async () => {
    const first = await client(path.url, { transport: "websocket" });
    await first.opened;
    await prompt(first.connection, await session(first.connection), "stream 20 chunks");
    const { connectionId } = first.connection;
    const place = { meet: async () => ({ connectionId, after: 0 }), put() {} };
    const second = await client(path.url, { transport: "sse", place });
    assert.equal((await second.opened).fresh, false);
    await until(() => second.chunks.length === 20);
    assert.deepEqual(second.chunks, upTo(20));
    first.connection.close();
    second.connection.close();
  });

  test("a connection that the gateway does not know is begun anew, and what was under way is in doubt", async () => {
    const { connection, opened } = await client(path.url, { transport: "websocket" });
    await opened;
    const dead = connection.connectionId;
    const answer = prompt(connection, await session(connection), "stream 1000 chunks every 20 ms");
    const gone = new Promise((heard) => connection.on("gone", heard));
    await fetch(path.url, { method: "DELETE", headers: { "Acp-Connection-Id": dead } });
    await assert.rejects(answer, (error) => !(error instanceof Failure) || error.code === "in-doubt");
    await gone;
    await until(() => connection.connectionId !== dead && connection.status.phase === "live");
    await session(connection);
    connection.close();
  });

  test("what cannot be reached is said, and tried again", async () => {
    const closed = await new Path().listen();
    await closed.close();
    const { connection } = await client(closed.url, { transport: "auto" });
    await until(() => connection.status.phase === "waiting");
    assert.equal(connection.status.detail, "The gateway cannot be reached.");
    assert.ok(connection.status.retryAt > 0);
    connection.close();
  });

  test("the place lets one begin while the other waits", async () => {
    const items = new Map();
    const storage = { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => items.set(key, value), removeItem: (key) => items.delete(key) };
    const place = new SharedPlace(storage, "/acp", async () => 4);
    assert.equal(await place.meet(null), null);
    place.put({ connectionId: "c", result: { a: 1 } });
    assert.deepEqual(await place.meet(null), { connectionId: "c", result: { a: 1 }, after: 4 });
    assert.equal(await place.meet("c"), null);
    place.put(null);
  });
});

/** Waits for something that has no event of its own; the test's time-out ends it. */
async function until(condition) {
  while (!condition()) {
    await new Promise((next) => setTimeout(next, 10));
  }
}
