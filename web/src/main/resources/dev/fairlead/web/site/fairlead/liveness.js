// SPDX-License-Identifier: Apache-2.0

/** Silence of so long is a dead wire (wire.md 2.7). */
const DEAD = 40_000;

/** A wire that was asked for a sign of life has so long. */
const ANSWER = 2500;

/** After so long it is said that there is doubt. */
const DOUBT = 1900;

/** How long silence is taken for a pause, while something is expected: at first, and at most. */
const PAUSE = { ping: 1000, look: 1500, most: 30_000 };

/** A clock that runs away from its timer by so much was asleep. */
const SLEPT = 5000;

/**
 * Judges by the bytes that come and by the wall clock whether a wire lives. A pure state: the link asks it each half second.
 *
 * While something is expected, short silence is looked into: a wire that can be asked is asked; another one is opened beside a wire
 * that cannot, less and less often as long as it finds nothing new.
 */
export class Liveness {
  #heard;
  #asked = null;
  #looked = 0;
  #ticked;

  constructor(now) {
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
   * @param {boolean} askable whether the wire can be asked
   */
  judge(now, expecting, askable) {
    const slept = now - this.#ticked > SLEPT;
    this.#ticked = now;
    const silence = now - this.#heard;
    if (silence >= DEAD || (this.#asked !== null && now - this.#asked >= ANSWER && !slept)) {
      return slept ? "verify" : "dead";
    }
    const pause = askable ? PAUSE.ping : Math.min(PAUSE.most, PAUSE.look * 2 ** this.#looked);
    const due = expecting && silence >= pause && this.#asked === null;
    return slept || due ? "verify" : "none";
  }

  /** Returns whether it is doubtful that the wire lives. */
  isDoubtful(now, expecting) {
    return expecting && this.#asked !== null && now - this.#heard >= DOUBT;
  }
}
