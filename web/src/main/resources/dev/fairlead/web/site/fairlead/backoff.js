// SPDX-License-Identifier: Apache-2.0

const FIRST = 100;
const STEP = 500;
const MOST = 30_000;

/** How long to wait before the next attempt: hardly at all at first, then longer and longer, at random (wire.md 2.7). */
export class Backoff {
  #random;
  #attempts = 0;

  constructor(random = Math.random) {
    this.#random = random;
  }

  /** How many waits there were since the last reset. */
  get attempts() {
    return this.#attempts;
  }

  /** Returns the next wait in milliseconds. */
  next() {
    const ceiling = this.#attempts === 0 ? FIRST : Math.min(MOST, STEP * 2 ** (this.#attempts - 1));
    this.#attempts++;
    return this.#random() * ceiling;
  }

  /** A link was stable: the next trouble is a new one. */
  reset() {
    this.#attempts = 0;
  }
}
