// SPDX-License-Identifier: Apache-2.0
import { Failure } from "./failure.js";
import { candidatesOf, decide } from "./selector.js";

const LIMIT = 8000;

/** One search for a transport that works: tries them as the selector says, and ends with one wire that was proved. */
export class Search {
  #environment;
  #question;
  #makeWire;
  #wires = {};
  #rungs = {};
  #begin;
  #timer = null;
  #settle;
  #done = false;

  /**
   * @param {object} question `{setting, remembered, left}`, see `decide`
   * @param {(id: string) => object} makeWire makes a wire of that transport
   */
  constructor(environment, question, makeWire) {
    this.#environment = environment;
    this.#question = question;
    this.#makeWire = makeWire;
  }

  /** Why those that failed did, by transport. */
  reasons = {};

  /** Resolves with a wire that was proved; rejects with the failure that counts most. */
  run() {
    this.#begin = this.#environment.now();
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#step();
    });
  }

  /** Ends it without a result. */
  cancel() {
    this.#end(null);
  }

  #step() {
    clearTimeout(this.#timer);
    if (this.#done) {
      return;
    }
    const elapsed = this.#environment.now() - this.#begin;
    const { start, choose, failed, wake } = decide({ ...this.#question, rungs: this.#rungs, elapsed });
    if (choose) {
      const wire = this.#wires[choose];
      this.#end(choose);
      this.#settle.resolve(wire);
    } else if (failed || elapsed >= LIMIT) {
      this.#end(null);
      this.#settle.reject(this.#verdict());
    } else {
      start.forEach((id) => this.#try(id, elapsed));
      this.#timer = setTimeout(() => this.#step(), Math.min(wake ?? LIMIT, LIMIT) - elapsed);
    }
  }

  #try(id, since) {
    this.#rungs[id] = { state: "trying", since };
    this.#wires[id] = this.#makeWire(id);
    this.#wires[id].prove().then(
      () => this.#know(id, "proved"),
      (error) => {
        if (this.#done) {
          return;
        }
        const failure = Failure.of(error);
        this.reasons[id] = failure;
        if (failure.final || failure.gone) {
          this.#end(null);
          this.#settle.reject(failure);
        }
        this.#know(id, "failed");
      },
    );
  }

  #know(id, state) {
    if (!this.#done) {
      this.#rungs[id].state = state;
      this.#step();
    }
  }

  /** Closes all but one. */
  #end(chosen) {
    clearTimeout(this.#timer);
    this.#done = true;
    for (const [id, wire] of Object.entries(this.#wires)) {
      if (id !== chosen) {
        wire.close();
        if (this.#rungs[id].state === "trying") {
          this.reasons[id] = SILENT[id];
        }
      }
    }
  }

  #verdict() {
    const reasons = candidatesOf(this.#question.setting, this.#question.left).map((id) => this.reasons[id]);
    return (
      reasons.find((failure) => failure?.retryAfter) ??
      reasons.find((failure) => failure && failure.code !== "not-opened" && failure.code !== "link-lost") ??
      new Failure("unreachable", "The gateway cannot be reached.")
    );
  }
}

/** What it means that nothing came. */
const SILENT = {
  websocket: new Failure("silent", "WebSocket opens, but nothing comes through it."),
  sse: new Failure("held", "Event streams are held back on the way."),
  polling: new Failure("silent", "Polls are not answered."),
};
