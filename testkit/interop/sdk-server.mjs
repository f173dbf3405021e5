#!/usr/bin/env node
/**
 * Serves a small copy of the demo agent with the TypeScript SDK's own server, over HTTP and WebSocket.
 *
 *   node sdk-server.mjs [--port 0] [--path /acp]
 *
 * Prints `listening URL` when ready. Ends on SIGTERM, SIGINT, or when its standard input is a pipe and closes.
 */
import { AcpServer } from "@agentclientprotocol/sdk/experimental/server";
import { createNodeHttpHandler, createNodeWebSocketUpgradeHandler } from "@agentclientprotocol/sdk/experimental/node";
import { fstatSync } from "node:fs";
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { readArguments } from "./lib/arguments.mjs";
import { DemoAgent } from "./lib/demo-agent.mjs";

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

const options = readArguments(process.argv.slice(2), { port: "0", path: "/acp" });
const acpServer = new AcpServer({ createAgent: () => new DemoAgent().app() });
const handle = createNodeHttpHandler(acpServer, { maxRequestBodyBytes: MAX_MESSAGE_BYTES });
const upgrade = createNodeWebSocketUpgradeHandler(
  acpServer,
  new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES }),
);

const server = createServer((request, response) => {
  if (isAcp(request)) {
    handle(request, response);
  } else {
    response.writeHead(404).end();
  }
});
server.on("upgrade", (request, socket, head) => {
  if (isAcp(request)) {
    upgrade(request, socket, head);
  } else {
    socket.destroy();
  }
});
server.listen(Number(options.port), "127.0.0.1", () => {
  console.log(`listening http://127.0.0.1:${server.address().port}${options.path}`);
});

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => process.exit(0));
}
const stdin = fstatSync(0);
if (stdin.isFIFO() || stdin.isSocket()) {
  process.stdin.on("end", () => process.exit(0)).resume();
}

function isAcp(request) {
  return new URL(request.url, "http://localhost").pathname === options.path;
}
