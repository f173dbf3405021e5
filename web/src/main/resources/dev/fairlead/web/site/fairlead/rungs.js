// SPDX-License-Identifier: Apache-2.0
import { TRANSPORTS } from "./selector.js";

const YOUNG = 10_000;
const EXILE = 5 * 60 * 1000;

/** What is known of each transport here: why it is not used, and which ones were given up for a while (wire.md 2.7). */
export class Rungs {
  #now;
  #rungs = Object.fromEntries(TRANSPORTS.map((id) => [id, { deaths: 0, leftUntil: 0, why: null }]));

  constructor(now) {
    this.#now = now;
  }

  /** Those that died young twice in a row, a little while ago. */
  get left() {
    return TRANSPORTS.filter((id) => this.#rungs[id].leftUntil > this.#now());
  }

  /** A search has found out why some do not work. */
  learn(reasons) {
    for (const [id, failure] of Object.entries(reasons)) {
      this.#rungs[id].why = failure.message;
    }
  }

  /** One works. */
  works(id) {
    this.#rungs[id].why = null;
  }

  /** A wire that worked has ended; returns whether its transport is given up for a while. */
  died(id, age, failure) {
    const rung = this.#rungs[id];
    rung.deaths = age < YOUNG ? rung.deaths + 1 : 0;
    if (rung.deaths < 2 && !failure.isOfTheWay) {
      return false;
    }
    rung.deaths = 0;
    rung.leftUntil = this.#now() + EXILE;
    rung.why = failure.isOfTheWay ? failure.message : `${NAMES[id]} is cut again and again within seconds.`;
    return true;
  }

  /** Gives every transport another chance. */
  forgive() {
    TRANSPORTS.forEach((id) => Object.assign(this.#rungs[id], { deaths: 0, leftUntil: 0 }));
  }

  /** Returns why those that are better than this one are not used, in sentences, or null. */
  whyNotBetter(id) {
    const better = TRANSPORTS.slice(0, TRANSPORTS.indexOf(id));
    return better.map((other) => this.#rungs[other].why).filter((why) => why).join(" ") || null;
  }

  /** Returns those that are better than this one. */
  better(id) {
    return TRANSPORTS.slice(0, TRANSPORTS.indexOf(id)).filter((other) => !this.left.includes(other));
  }
}

/** What transports are called. */
export const NAMES = { websocket: "WebSocket", sse: "Event stream", polling: "Long polling" };
