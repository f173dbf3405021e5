// SPDX-License-Identifier: Apache-2.0

/** Silence of so long is a dead wire (wire.md 2.7). */
const DEAD = 40_000;

/** A wire that was asked for a sign of life has so long. */
const ANSWER = 2500;

/**
 * How long silence is taken for a pause while something is expected, by transport; how long after that, without an answer, there is
 * doubt: together, with the link's tick, less than two seconds.
 *
 * A WebSocket is asked. Beside an event stream another one is opened, less and less often. A poll comes back by itself.
 */
const MANNERS = {
  websocket: { pause: 700, doubt: 700, growth: 1, answer: ANSWER },
  sse: { pause: 800, doubt: 700, growth: 2, answer: ANSWER },
  polling: { pause: 1200, doubt: 200, growth: 1, answer: Infinity },
};
const LONGEST_PAUSE = 30_000;

/** What is on its way up takes time of its own: as much as on a slow line, at most so long. */
const BYTES_PER_MILLI = 10;
const LONGEST_TAIL = 20_000;

/** A clock that runs away from its timer by so much was asleep. */
const SLEPT = 5000;

/**
 * Judges by the bytes that come and by the wall clock whether a wire lives. A pure state: the link asks it four times a second. While
 * something is expected, short silence is looked into.
 */
export class Liveness {
  #heard;
  #asked = null;
  #looked = 0;
  #ticked;
  #woke = -Infinity;
  #manner;

  /** @param {string} transport that of the wire */
  constructor(now, transport) {
    this.#manner = MANNERS[transport];
    this.#heard = now;
    this.#ticked = now;
  }

  /** When the last byte came. */
  get heard() {
    return this.#heard;
  }

  /** A byte came. */
  hear(now) {
    this.#heard = now;
    this.#asked = null;
  }

  /** Something new came: silence is looked into as early as at first. */
  encourage() {
    this.#looked = 0;
  }

  /** The wire was asked for a sign of life. */
  ask(now) {
    this.#asked ??= now;
  }

  /** Another wire is opened beside this one, which cannot be asked. */
  look(now) {
    this.ask(now);
    this.#looked++;
  }

  /**
   * Returns what to do: `none`, `verify` (ask it, or look), or `dead`.
   *
   * @param {boolean} expecting whether something ought to come
   * @param {number} upward how many bytes are on their way up, behind which an answer has to wait
   */
  judge(now, expecting, upward = 0) {
    const { pause, growth, answer } = this.#manner;
    const slept = now - this.#ticked > SLEPT;
    this.#ticked = now;
    if (slept) {
      this.#woke = now;
      this.#asked = null; // it had no time to answer
    }
    const unproved = this.#woke > this.#heard;
    const patience = (unproved ? ANSWER : answer) + Math.min(LONGEST_TAIL, upward / BYTES_PER_MILLI);
    if (now - Math.max(this.#heard, this.#woke) >= DEAD || (this.#asked !== null && now - this.#asked >= patience)) {
      return "dead";
    }
    const most = Math.min(LONGEST_PAUSE, pause * growth ** this.#looked);
    const due = expecting && now - this.#heard >= most && this.#asked === null;
    return slept || due ? "verify" : "none";
  }

  /** Returns whether it is doubtful that the wire lives. */
  isDoubtful(now, expecting) {
    return expecting && this.#asked !== null && now - this.#asked >= this.#manner.doubt;
  }
}
