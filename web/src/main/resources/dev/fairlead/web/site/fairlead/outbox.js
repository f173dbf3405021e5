// SPDX-License-Identifier: Apache-2.0

/**
 * What goes up: numbered messages that the gateway has not accepted yet (wire.md 2.2).
 *
 * With a storage they survive a reload of the page: the same client name, number and message are one message to the gateway.
 */
export class Outbox {
  #storage;
  #key;
  #state;

  /**
   * @param {Storage | null} storage where to keep them, for instance `sessionStorage`
   * @param {string} key under which name
   */
  constructor(storage = null, key = "fairlead-outbox") {
    this.#storage = storage;
    this.#key = key;
    this.#state = read(storage, key) ?? fresh();
  }

  /** The connection that the numbers are of, or null while there is none. */
  get connectionId() {
    return this.#state.connectionId;
  }

  set connectionId(connectionId) {
    if (connectionId !== this.#state.connectionId) {
      this.#state.connectionId = connectionId;
      this.#save();
    }
  }

  /** The secret name of this client (wire.md 2.6). */
  get client() {
    return this.#state.client;
  }

  /** The highest number given out. */
  get last() {
    return this.#state.last;
  }

  /** Those that are not accepted, in order: `{sequence, sessionId, json}`. */
  get entries() {
    return this.#state.entries;
  }

  /** Takes a message that is made for its number; returns its entry. */
  add(sessionId, message) {
    const sequence = ++this.#state.last;
    const entry = { sequence, sessionId: sessionId ?? null, json: JSON.stringify(message(sequence)) };
    this.#state.entries.push(entry);
    this.#save();
    return entry;
  }

  /** The gateway has one message. */
  accepted(sequence) {
    this.#keep((entry) => entry.sequence !== sequence);
  }

  /** The gateway has all messages up to a number. */
  acceptedUpTo(sequence) {
    this.#keep((entry) => entry.sequence > sequence);
  }

  /** Forgets everything and takes another name: for a new connection. Returns what was not accepted. */
  renew() {
    const left = this.#state.entries;
    this.#state = fresh();
    this.#save();
    return left;
  }

  #keep(wanted) {
    const before = this.#state.entries.length;
    this.#state.entries = this.#state.entries.filter(wanted);
    if (this.#state.entries.length < before) {
      this.#save();
    }
  }

  #save() {
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(this.#state));
    } catch {
      this.#storage.removeItem(this.#key); // too large to be kept: a reload forgets it, and nothing is sent twice
    }
  }
}

function read(storage, key) {
  try {
    return JSON.parse(storage?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function fresh() {
  return { client: name(), connectionId: null, last: 0, entries: [] };
}

/** Returns 128 random bits as text. */
export function name() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
