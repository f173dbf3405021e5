// SPDX-License-Identifier: Apache-2.0

const KEY = "fairlead-drafts";

/** What is typed and not sent, and what waits to be sent, by session; this tab keeps it over a reload. */
export class Drafts {
  #sessions;

  constructor() {
    try {
      this.#sessions = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    } catch {
      this.#sessions = {};
    }
  }

  text(sessionId) {
    return this.#sessions[sessionId]?.text ?? "";
  }

  write(sessionId, text) {
    this.#of(sessionId).text = text;
    this.#save();
  }

  /** The prompts that wait, the oldest first, as items. */
  queue(sessionId) {
    return this.#sessions[sessionId]?.queue ?? [];
  }

  /** How many prompts wait, in all sessions. */
  get waiting() {
    return Object.values(this.#sessions).reduce((sum, { queue }) => sum + queue.length, 0);
  }

  put(sessionId, blocks) {
    this.#of(sessionId).queue.push({ key: crypto.randomUUID(), kind: "user", blocks, state: "queued" });
    this.#save();
  }

  /** Takes the oldest prompt that waits, or returns null. */
  take(sessionId) {
    const next = this.#sessions[sessionId]?.queue.shift() ?? null;
    this.#save();
    return next;
  }

  /** What belonged to one session, or to none, belongs to another now; what is typed there already stays. */
  move(from, to) {
    const moved = this.#sessions[from];
    if (moved) {
      const there = this.#of(to);
      there.queue.push(...moved.queue);
      there.text ||= moved.text;
      delete this.#sessions[from];
      this.#save();
    }
  }

  #of(sessionId) {
    return (this.#sessions[sessionId] ??= { text: "", queue: [] });
  }

  #save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#sessions));
    } catch {
      // too large: it is kept as long as the page lives
    }
  }
}
