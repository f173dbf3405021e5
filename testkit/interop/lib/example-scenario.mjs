import { expectEqual, expectThat } from "./checks.mjs";

/** What the SDK's example stdio agent (package 1.9.0, `dist/examples/agent.js`) can do, through one connection. */
export async function driveExampleAgent(client, checks) {
  await checks.require("initialize", async () => {
    const answer = await client.request("initialize", { protocolVersion: 1, clientCapabilities: {} });
    expectEqual("protocolVersion", answer.protocolVersion, 1);
  });
  const sessionId = await checks.require("session-new", async () => {
    const answer = await client.request("session/new", { cwd: "/tmp", mcpServers: [] });
    expectThat(/^[0-9a-f]{32}$/.test(answer.sessionId), `unexpected sessionId ${answer.sessionId}`);
    return answer.sessionId;
  });
  await checks.run("prompt-with-permission", () => promptWithPermission(client, sessionId));
  await checks.run("cancel-a-running-prompt", () => cancelRunningPrompt(client, sessionId));
  await checks.run("unknown-method", async () => {
    const refused = await client.request("session/load", { sessionId, cwd: "/tmp", mcpServers: [] }).then(
      () => undefined,
      (error) => error.code,
    );
    expectEqual("error code", refused, -32601);
  });
}

async function promptWithPermission(client, sessionId) {
  const from = client.updates.length;
  const answer = await client.prompt(sessionId, "Change the configuration, please.");
  expectEqual("stopReason", answer.stopReason, "end_turn");
  expectEqual("permission requests", client.permissions.length, 1);
  const kinds = client.updates.slice(from).map((each) => each.update.sessionUpdate);
  expectEqual("updates", kinds, [
    "agent_message_chunk",
    "tool_call",
    "tool_call_update",
    "agent_message_chunk",
    "tool_call",
    "tool_call_update",
    "agent_message_chunk",
  ]);
  const last = client.texts(sessionId, from).at(-1);
  expectThat(last.includes("successfully updated"), `the permission did not arrive, the agent said: ${last}`);
}

async function cancelRunningPrompt(client, sessionId) {
  const from = client.updates.length;
  const turn = client.prompt(sessionId, "Do it again.");
  await client.until("the first update", () => client.updates.length > from);
  await client.notify("session/cancel", { sessionId });
  expectEqual("stopReason", (await turn).stopReason, "cancelled");
}
