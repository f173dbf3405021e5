import { expectEqual, expectThat } from "./checks.mjs";
import { expectChunks, expectChunksSoFar, streamPrompt } from "./chunks.mjs";

const NEW_SESSION = { cwd: "/tmp", mcpServers: [] };

/** All that the demo agent can do, through one connection. */
export async function driveDemoAgent(client, checks) {
  const initialized = await checks.require("initialize", () => initialize(client));
  const sessionId = await checks.require("session-new", () => newSession(client));
  await checks.run("prompt-with-permission", () => promptWithPermission(client, sessionId));
  await checks.run("prompt-streams-20-chunks", () => promptStreams(client, sessionId));
  await checks.run("two-sessions-at-once", () => twoSessionsAtOnce(client, sessionId));
  await checks.run("cancel-a-running-prompt", () => cancelRunningPrompt(client, sessionId));
  await checks.run("unknown-method", () => unknownMethod(client, sessionId));
  const capabilities = initialized.agentCapabilities ?? {};
  if (capabilities.loadSession) {
    await checks.run("session-load", () => loadSession(client, sessionId));
    await checks.run("prompt-after-load", () => promptStreams(client, sessionId));
  }
  if (capabilities.sessionCapabilities?.list) {
    await checks.run("session-list", () => listSessions(client, sessionId));
  }
  if (capabilities.sessionCapabilities?.close) {
    await checks.run("session-close", () => client.request("session/close", { sessionId }));
  }
}

async function initialize(client) {
  const answer = await client.request("initialize", { protocolVersion: 1, clientCapabilities: {} });
  expectEqual("protocolVersion", answer.protocolVersion, 1);
  expectEqual("agentInfo.name", answer.agentInfo?.name, "fairlead-demo-agent");
  return answer;
}

async function newSession(client) {
  const answer = await client.request("session/new", NEW_SESSION);
  expectThat(typeof answer.sessionId === "string" && answer.sessionId !== "", "session/new gave no sessionId");
  return answer.sessionId;
}

async function promptWithPermission(client, sessionId) {
  const before = client.permissions.length;
  const answer = await client.prompt(sessionId, "ask permission");
  expectEqual("permission requests", client.permissions.length - before, 1);
  expectEqual("session of the permission request", client.permissions[before].sessionId, sessionId);
  expectEqual("stopReason", answer.stopReason, "end_turn");
}

async function promptStreams(client, sessionId) {
  const from = client.updates.length;
  const answer = await client.prompt(sessionId, streamPrompt(20, 5, 50));
  expectEqual("stopReason", answer.stopReason, "end_turn");
  expectChunks(client.texts(sessionId, from), 20, 50);
}

async function twoSessionsAtOnce(client, firstId) {
  const secondId = await newSession(client);
  expectThat(secondId !== firstId, "two sessions have the same id");
  const from = client.updates.length;
  await Promise.all([
    client.prompt(firstId, streamPrompt(40, 3, 50)),
    client.prompt(secondId, streamPrompt(60, 2, 64)),
  ]);
  expectChunks(client.texts(firstId, from), 40, 50);
  expectChunks(client.texts(secondId, from), 60, 64);
}

async function cancelRunningPrompt(client, sessionId) {
  const from = client.updates.length;
  const turn = client.prompt(sessionId, streamPrompt(1000, 20, 50));
  await client.until("the third chunk", () => client.texts(sessionId, from).length >= 3);
  await client.notify("session/cancel", { sessionId });
  const answer = await turn;
  expectEqual("stopReason", answer.stopReason, "cancelled");
  const texts = client.texts(sessionId, from);
  expectThat(texts.length < 1000, "the agent streamed all 1000 chunks in spite of session/cancel");
  expectChunksSoFar(texts);
}

async function unknownMethod(client, sessionId) {
  const refused = await client.request("_vendor/nothing", { sessionId }).then(
    () => undefined,
    (error) => error.code,
  );
  expectEqual("error code", refused, -32601);
}

async function loadSession(client, sessionId) {
  const said = client.texts(sessionId).join("");
  const from = client.updates.length;
  await client.request("session/load", { sessionId, ...NEW_SESSION });
  await client.until("the replay of the user's first prompt", () =>
    client.texts(sessionId, from, "user_message_chunk").join("\n").includes("ask permission"));
  await client.until("the replay of what the agent said", () =>
    client.texts(sessionId, from).join("").includes(said));
}

async function listSessions(client, sessionId) {
  const { sessions } = await client.request("session/list", {});
  expectThat(sessions.some((session) => session.sessionId === sessionId), `session/list does not name ${sessionId}`);
}
