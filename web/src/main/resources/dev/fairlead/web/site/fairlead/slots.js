// SPDX-License-Identifier: Apache-2.0

const SLOTS = 4;

/**
 * A browser opens six HTTP/1.1 sockets to an origin, for all its tabs together. So that there are always some left for requests, at most
 * four tabs have one that is held (F22); the others poll without waiting. Where there are no tabs, or no such limit, there is always room.
 */
export class Slots {
  #release = null;
  #asking = null;

  /** Resolves with whether this connection may hold a request. */
  acquire() {
    const locks = globalThis.navigator?.locks;
    if (this.#release || !locks || isMultiplexed()) {
      return Promise.resolve(true);
    }
    this.#asking ??= this.#ask(locks).finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** Nothing is held any more. */
  release() {
    this.#release?.();
    this.#release = null;
  }

  async #ask(locks) {
    for (let slot = 1; slot <= SLOTS && !this.#release; slot++) {
      await new Promise((known) => {
        locks.request(`fairlead-slot-${slot}`, { ifAvailable: true }, (lock) => {
          const held = lock && new Promise((release) => (this.#release = release));
          known();
          return held;
        });
      });
    }
    return this.#release !== null;
  }
}

/** Whether the page came over HTTP/2 or later, where one socket carries everything. */
function isMultiplexed() {
  const [page] = globalThis.performance?.getEntriesByType?.("navigation") ?? [];
  return /^h[23]/.test(page?.nextHopProtocol ?? "");
}
