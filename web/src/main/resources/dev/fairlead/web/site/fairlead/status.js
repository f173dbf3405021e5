// SPDX-License-Identifier: Apache-2.0

const MOST_HISTORY = 200;

/**
 * How a connection stands, for whoever shows it. Read it; do not write it.
 *
 * `phase` is one of
 * - `searching`: no wire yet, or not any more; one is being looked for
 * - `live`: a wire works (`doubtful` if it is silent and should not be)
 * - `waiting`: nothing worked; `retryAt` says when it is tried again
 * - `refused`: trying again would not help; `detail` says why
 * - `ended`: closed
 */
export class Status {
  phase = "searching";
  transport = null;
  /** Why a better transport is not used, in a sentence, or null. */
  why = null;
  /** What the matter is, in a sentence, or null. */
  detail = null;
  doubtful = false;
  /** How often in a row it was tried since it last worked. */
  attempt = 0;
  /** When it is tried again, or null. */
  retryAt = null;
  /** When it began to be as it is. */
  since = 0;
  /** When the last byte came. */
  heardAt = null;
  /** How many messages wait to be accepted by the gateway. */
  unaccepted = 0;
  /** `{at, text}`, the oldest first. */
  history = [];

  #now;
  #changed;

  constructor(now, changed) {
    this.#now = now;
    this.#changed = changed;
    this.since = now();
  }

  /** Changes some of it; says so in the history if there is something to say. */
  become(changes, text = null) {
    if (changes.phase && changes.phase !== this.phase) {
      this.since = this.#now();
    }
    const differs = Object.entries(changes).some(([key, value]) => this[key] !== value);
    Object.assign(this, changes);
    if (text) {
      this.history.push({ at: this.#now(), text });
      this.history.splice(0, this.history.length - MOST_HISTORY);
    }
    if (differs || text) {
      this.#changed();
    }
  }
}
