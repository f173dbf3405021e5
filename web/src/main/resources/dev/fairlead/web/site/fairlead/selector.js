// SPDX-License-Identifier: Apache-2.0

/** The transports, the best first. */
export const TRANSPORTS = ["websocket", "sse", "polling"];

/** A better transport that is being tried is waited for so long, in milliseconds, before a worse one that works is taken. */
export const PATIENCE = 1000;

const STAGGER = 250;
const SHORT_DEADLINE = 500;

/**
 * Decides what to do next in the search for a transport that works (wire.md 2.7). A pure function.
 *
 * @param {object} search
 * @param {string} search.setting `auto` or the one transport that may be used
 * @param {string | null} search.remembered what worked here the last time
 * @param {string[]} search.left those that were given up for a while
 * @param {Object<string, {state: "trying" | "proved" | "failed", since: number}>} search.rungs what was begun, and when
 * @param {number} search.elapsed milliseconds since the search began
 * @returns {{start: string[], choose: string | null, failed: boolean, wake: number | null}} what to try now, what to take, whether
 *   nothing works, and after how many milliseconds since the beginning to ask again
 */
export function decide({ setting, remembered, left, rungs, elapsed }) {
  const candidates = candidatesOf(setting, left);
  const plan = schedule(candidates, remembered, rungs);
  const start = plan.filter(({ id, at }) => !rungs[id] && at <= elapsed).map(({ id }) => id);
  const choose = choice(candidates, remembered, rungs, elapsed);
  const failed = candidates.every((id) => rungs[id]?.state === "failed");
  const wakes = [
    ...plan.filter(({ id, at }) => !rungs[id] && at > elapsed).map(({ at }) => at),
    ...candidates.filter((id) => rungs[id]?.state === "trying").map((id) => rungs[id].since + PATIENCE),
  ].filter((at) => at > elapsed);
  return { start, choose, failed, wake: wakes.length ? Math.min(...wakes) : null };
}

/** Returns the transports that may be used, the best first. Where all were given up, all may be. */
export function candidatesOf(setting, left) {
  if (setting !== "auto") {
    return [setting];
  }
  const rest = TRANSPORTS.filter((id) => !left.includes(id));
  return rest.length ? rest : TRANSPORTS;
}

/** Says when each is to be tried: the remembered one first, then the best; the next one at once when all before it have failed. */
function schedule(candidates, remembered, rungs) {
  const known = remembered !== candidates[0] && candidates.includes(remembered);
  const order = known ? [remembered, ...candidates.filter((id) => id !== remembered)] : candidates;
  return order.map((id, i) => {
    const hopeless = order.slice(0, i).every((earlier) => rungs[earlier]?.state === "failed");
    const at = known && i > 0 ? SHORT_DEADLINE + (i - 1) * STAGGER : i * STAGGER;
    return { id, at: hopeless ? 0 : at };
  });
}

function choice(candidates, remembered, rungs, elapsed) {
  if (rungs[remembered]?.state === "proved" && candidates.includes(remembered)) {
    return remembered;
  }
  for (const id of candidates) {
    const rung = rungs[id];
    if (rung?.state === "proved") {
      return id;
    }
    if (!rung || (rung.state === "trying" && elapsed - rung.since < PATIENCE)) {
      return null; // a better one may still do
    }
  }
  return null;
}
