// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { candidatesOf, decide } from "../../main/resources/dev/fairlead/web/site/fairlead/selector.js";

const trying = (since) => ({ state: "trying", since });
const proved = (since) => ({ state: "proved", since });
const failed = (since) => ({ state: "failed", since });

/** What is known, and what is to be done: `start`, `choose`, `failed`. */
const TABLE = [
  ["begins with WebSocket", {}, 0, { start: ["websocket"], choose: null, failed: false }],
  ["tries the event stream after 250 ms", { websocket: trying(0) }, 250, { start: ["sse"], choose: null, failed: false }],
  ["tries polling after 500 ms", { websocket: trying(0), sse: trying(250) }, 500, { start: ["polling"], choose: null, failed: false }],
  ["does not wait when WebSocket has failed", { websocket: failed(0) }, 10, { start: ["sse"], choose: null, failed: false }],
  ["does not wait when both have failed", { websocket: failed(0), sse: failed(9) }, 20, { start: ["polling"], choose: null, failed: false }],
  ["takes WebSocket as soon as it works", { websocket: proved(0), sse: trying(250) }, 300, { start: [], choose: "websocket", failed: false }],
  ["gives WebSocket a second", { websocket: trying(0), sse: proved(250) }, 999, { start: ["polling"], choose: null, failed: false }],
  ["then takes what works", { websocket: trying(0), sse: proved(250) }, 1000, { start: ["polling"], choose: "sse", failed: false }],
  [
    "gives the event stream a second too",
    { websocket: failed(0), sse: trying(20), polling: proved(500) },
    1000,
    { start: [], choose: null, failed: false },
  ],
  [
    "then takes polling",
    { websocket: failed(0), sse: trying(20), polling: proved(500) },
    1020,
    { start: [], choose: "polling", failed: false },
  ],
  [
    "takes what works late",
    { websocket: trying(0), sse: trying(250), polling: proved(500) },
    5000,
    { start: [], choose: "polling", failed: false },
  ],
  ["knows when nothing works", { websocket: failed(0), sse: failed(1), polling: failed(2) }, 30, { start: [], choose: null, failed: true }],
];

for (const [sentence, rungs, elapsed, expected] of TABLE) {
  test(sentence, () => {
    const { wake, ...decision } = decide({ setting: "auto", remembered: null, left: [], rungs, elapsed });
    assert.deepEqual(decision, expected);
    if (wake !== null) {
      assert.ok(wake > elapsed, `it would be asked again in the past: ${wake}`);
    }
  });
}

test("tries first what worked the last time, and the others half a second later", () => {
  const question = { setting: "auto", remembered: "polling", left: [] };
  assert.deepEqual(decide({ ...question, rungs: {}, elapsed: 0 }).start, ["polling"]);
  assert.deepEqual(decide({ ...question, rungs: { polling: trying(0) }, elapsed: 499 }).start, []);
  assert.deepEqual(decide({ ...question, rungs: { polling: trying(0) }, elapsed: 500 }).start, ["websocket"]);
  assert.equal(decide({ ...question, rungs: { polling: proved(0) }, elapsed: 60 }).choose, "polling");
});

test("uses only what is set", () => {
  const question = { setting: "sse", remembered: "websocket", left: ["sse"] };
  assert.deepEqual(decide({ ...question, rungs: {}, elapsed: 0 }).start, ["sse"]);
  assert.equal(decide({ ...question, rungs: { sse: failed(0) }, elapsed: 5 }).failed, true);
});

test("leaves out what was given up, unless everything was", () => {
  assert.deepEqual(candidatesOf("auto", ["websocket"]), ["sse", "polling"]);
  assert.deepEqual(candidatesOf("auto", ["websocket", "sse", "polling"]), ["websocket", "sse", "polling"]);
});
