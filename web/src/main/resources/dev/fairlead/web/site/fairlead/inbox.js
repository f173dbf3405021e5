// SPDX-License-Identifier: Apache-2.0

/** What came down: knows up to where, lets each event through once, and when the gateway is to be told (wire.md 2.1). */
export class Inbox {
  #cursor;
  #told;
  #messages = 0;
  #bytes = 0;
  #since = 0;

  constructor(after = 0) {
    this.#cursor = after;
    this.#told = after;
  }

  /** The last sequence that came. */
  get cursor() {
    return this.#cursor;
  }

  /** Takes an event of about that size; returns whether it is new. */
  take(sequence, bytes, now) {
    if (sequence <= this.#cursor) {
      return false;
    }
    this.#cursor = sequence;
    this.#bytes += bytes;
    if (this.#messages++ === 0) {
      this.#since = now;
    }
    return true;
  }

  /** The gateway no longer has what comes up to a sequence. */
  skip(sequence) {
    this.#cursor = Math.max(this.#cursor, sequence);
  }

  /** Returns up to where the gateway is to be told now, or 0. `kept` is up to where nothing can be lost here any more. */
  due({ messages, bytes, millis }, kept, now) {
    const late =
      this.#messages >= messages || this.#bytes >= bytes || (this.#messages > 0 && now - this.#since >= millis);
    return late && kept > this.#told ? kept : 0;
  }

  /** The gateway was told. */
  told(sequence) {
    this.#told = Math.max(this.#told, sequence);
    this.#messages = 0;
    this.#bytes = 0;
  }
}
