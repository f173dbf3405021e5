// SPDX-License-Identifier: Apache-2.0

const DATABASE = "fairlead-chat";
const STORE = "records";
const FLUSH = 60;

/**
 * What was said, kept in the browser: the journal's messages by their sequence, and between them what the user did. Every tab puts in
 * what it sees, under the same keys, so that a tab that is reloaded or opened later begins with what the others know.
 *
 * Where the browser keeps nothing (a private window, for instance) it is empty, and nothing else changes.
 */
export class Archive {
  #database = null;
  #waiting = [];
  #timer = null;
  #kept;

  /** @param {(sequence: number) => void} kept hears up to which sequence everything is on the disk */
  constructor(kept) {
    this.#kept = kept;
  }

  async open() {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
      this.#database = await done(request);
    } catch {
      this.#database = null;
    }
    return this;
  }

  /** Returns everything of a connection, in order. */
  async read(connectionId) {
    if (!this.#database) {
      return [];
    }
    const store = this.#database.transaction(STORE).objectStore(STORE);
    return done(store.getAll(range(connectionId)));
  }

  /** Keeps a message of the journal. */
  addMessage(connectionId, sequence, message) {
    this.#add({ key: [connectionId, sequence, 0, ""], sequence, message });
  }

  /** Keeps something that the user did when the journal stood at a sequence. */
  addAct(connectionId, act) {
    this.#add({ key: [connectionId, act.sequence, 1, act.uid], sequence: act.sequence, act });
  }

  /** Forgets all connections but one. */
  forgetOthers(connectionId) {
    if (!this.#database) {
      return;
    }
    const store = this.#database.transaction(STORE, "readwrite").objectStore(STORE);
    const kept = range(connectionId);
    store.delete(IDBKeyRange.upperBound(kept.lower, true));
    store.delete(IDBKeyRange.lowerBound(kept.upper, true));
  }

  #add(record) {
    this.#waiting.push(record);
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH);
  }

  #flush() {
    this.#timer = null;
    const records = this.#waiting.splice(0);
    const sequence = records.reduce((most, record) => Math.max(most, record.sequence), 0);
    if (!this.#database) {
      this.#kept(sequence);
      return;
    }
    const transaction = this.#database.transaction(STORE, "readwrite");
    records.forEach((record) => transaction.objectStore(STORE).put(record));
    transaction.oncomplete = () => this.#kept(sequence);
    transaction.onabort = () => this.#kept(sequence); // the disk is full: a reload will have to ask the agent
  }
}

function range(connectionId) {
  return IDBKeyRange.bound([connectionId], [connectionId, []]);
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}
