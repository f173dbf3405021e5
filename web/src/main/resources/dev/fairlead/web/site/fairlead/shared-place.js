// SPDX-License-Identifier: Apache-2.0

const LOCK = "fairlead-place";

/**
 * Where the tabs of a browser agree on one connection: one begins it while the others wait, and a later one finds it.
 *
 * `meet` returns the connection that is there and is not the dead one, as `{connectionId, result, after}`; or null, and then `put` must
 * follow, for which the other tabs wait.
 */
export class SharedPlace {
  #storage;
  #key;
  #after;
  #release = null;

  /** What the agent has answered to `initialize`, on the connection that was met. */
  result = null;

  /**
   * @param {Storage} storage `localStorage`
   * @param {string} endpoint
   * @param {(connectionId: string) => Promise<number>} after says up to which sequence this tab has everything of a connection
   */
  constructor(storage, endpoint, after) {
    this.#storage = storage;
    this.#key = `fairlead-connection ${endpoint}`;
    this.#after = after;
  }

  async meet(dead) {
    await this.#lock();
    const found = JSON.parse(this.#storage.getItem(this.#key) ?? "null");
    if (!found || found.connectionId === dead) {
      return null;
    }
    this.#unlock();
    this.result = found.result;
    return { ...found, after: await this.#after(found.connectionId) };
  }

  put(connection) {
    if (connection) {
      this.#storage.setItem(this.#key, JSON.stringify(connection));
    } else {
      this.#storage.removeItem(this.#key);
    }
    this.#unlock();
  }

  #lock() {
    if (this.#release || !globalThis.navigator?.locks) {
      return undefined;
    }
    return new Promise((held) => {
      navigator.locks.request(LOCK, () => new Promise((release) => {
        this.#release = release;
        held();
      }));
    });
  }

  #unlock() {
    this.#release?.();
    this.#release = null;
  }
}
