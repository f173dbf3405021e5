#!/usr/bin/env node
/**
 * Drives an ACP endpoint with the TypeScript SDK's own remote client.
 *
 *   node drive.mjs --url http://127.0.0.1:7340/acp --transport http|ws [--token T] [--expect-agent demo|example] [--deadline-seconds 90]
 *
 * Prints `ok NAME` or `FAILED NAME: why` for each check. Exit code 0 when all are ok, 1 when one failed, 2 for wrong arguments.
 */
import { readArguments } from "./lib/arguments.mjs";
import { Checks, NothingFollows, expectEqual, expectThat } from "./lib/checks.mjs";
import { driveDemoAgent } from "./lib/demo-scenario.mjs";
import { driveExampleAgent } from "./lib/example-scenario.mjs";
import { RecordingClient } from "./lib/recording-client.mjs";

const SCENARIOS = { demo: driveDemoAgent, example: driveExampleAgent };

const options = readOptions();
const checks = new Checks();
const complaints = listenToTheSdk();

for (const event of ["unhandledRejection", "uncaughtException"]) {
  process.on(event, (error) => checks.fail(event, error));
}
setTimeout(() => {
  checks.fail("deadline", new Error(`not finished after ${options["deadline-seconds"]} s`));
  process.exit(1);
}, Number(options["deadline-seconds"]) * 1000).unref();

try {
  await drive();
} catch (error) {
  if (!(error instanceof NothingFollows)) {
    checks.fail("driver", error);
  }
}
// Rejections that nobody handled are reported in a later turn of the event loop.
await new Promise((resolve) => setImmediate(resolve));
process.exit(checks.failures === 0 ? 0 : 1);

async function drive() {
  const client = new RecordingClient(options.url, options.transport, options.token);
  try {
    await SCENARIOS[options["expect-agent"]](client, checks);
  } catch (error) {
    await client.close().catch(() => undefined);
    throw error;
  }
  await checks.run("close", () => close(client));
  await checks.run("sdk-has-no-complaint", () => {
    expectEqual("what the SDK logged", complaints, []);
    expectEqual("protocol errors that the SDK sent", client.tap.protocolErrors(), []);
  });
}

async function close(client) {
  await client.close();
  if (client.transport === "ws") {
    expectEqual("close codes", client.tap.closes.map((each) => each.code), [1005]);
    return;
  }
  const refused = client.tap.requests.filter((request) => request.status >= 300);
  expectEqual("refused requests", refused, []);
  const last = client.tap.requests.at(-1);
  expectThat(last.method === "DELETE" && last.status === 202, `expected DELETE with 202 but was ${JSON.stringify(last)}`);
}

function listenToTheSdk() {
  const heard = [];
  for (const level of ["warn", "error"]) {
    console[level] = (...words) => heard.push(words.map((word) => (typeof word === "string" ? word : JSON.stringify(word))).join(" "));
  }
  return heard;
}

function readOptions() {
  try {
    const defaults = { url: undefined, transport: undefined, token: "", "expect-agent": "demo", "deadline-seconds": "90" };
    const read = readArguments(process.argv.slice(2), defaults);
    expectThat(read.url, "--url is missing. Give the address of the endpoint, such as http://127.0.0.1:7340/acp.");
    expectThat(["http", "ws"].includes(read.transport), `--transport is '${read.transport}'. Give http or ws.`);
    expectThat(SCENARIOS[read["expect-agent"]], `--expect-agent is '${read["expect-agent"]}'. Give demo or example.`);
    expectThat(Number(read["deadline-seconds"]) > 0, "--deadline-seconds is not a positive number.");
    return read;
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}
