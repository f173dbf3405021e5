// SPDX-License-Identifier: Apache-2.0

const LIFE = 30 * 60 * 1000;

/** Remembers what worked at an endpoint, for half an hour, and what the user set, for good. Without a storage, only here. */
export class Memory {
  #storage;
  #key;
  #now;

  constructor(storage, endpoint, now) {
    this.#storage = storage ?? new NoStorage();
    this.#key = `fairlead-transport ${endpoint}`;
    this.#now = now;
  }

  /** What worked the last time, or null. */
  get remembered() {
    const { worked, at } = this.#read();
    return worked && this.#now() - at < LIFE ? worked : null;
  }

  set remembered(worked) {
    this.#write({ ...this.#read(), worked, at: this.#now() });
  }

  /** What the user set: `auto` or a transport. */
  get setting() {
    return this.#read().setting ?? "auto";
  }

  set setting(setting) {
    this.#write({ ...this.#read(), setting, worked: null });
  }

  #read() {
    try {
      return JSON.parse(this.#storage.getItem(this.#key) ?? "{}");
    } catch {
      return {};
    }
  }

  #write(value) {
    try {
      this.#storage.setItem(this.#key, JSON.stringify(value));
    } catch {
      // full: the next search takes a second longer
    }
  }
}

/** Stands in where there is no storage. */
class NoStorage {
  #items = new Map();

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, value) {
    this.#items.set(key, value);
  }
}
