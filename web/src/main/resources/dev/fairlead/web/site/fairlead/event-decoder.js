// SPDX-License-Identifier: Apache-2.0

const MOST_CHARACTERS = 64 << 20;

/** Reads an event stream (WHATWG HTML §9.2.6) from bytes, which may be split anywhere. */
export class EventDecoder {
  #decoder = new TextDecoder();
  #text = "";
  #scanned = 0;
  #event = fresh();

  /** Takes bytes; returns the events that are complete with them, as `{id, name, data}`. Comments and `retry` are left out. */
  push(bytes) {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    const events = [];
    let start = 0;
    for (;;) {
      const end = lineEnd(this.#text, Math.max(start, this.#scanned));
      if (end < 0 || (this.#text[end] === "\r" && end + 1 === this.#text.length)) {
        break; // an LF may follow
      }
      this.#line(this.#text.slice(start, end), events);
      start = end + (this.#text[end] === "\r" && this.#text[end + 1] === "\n" ? 2 : 1);
      this.#scanned = start;
    }
    this.#text = this.#text.slice(start);
    this.#scanned = Math.max(0, this.#text.length - 1);
    if (this.#text.length > MOST_CHARACTERS) {
      throw new RangeError("A line of the event stream has no end.");
    }
    return events;
  }

  #line(line, events) {
    if (line === "") {
      if (this.#event.data.length) {
        events.push({ id: this.#event.id, name: this.#event.name, data: this.#event.data.join("\n") });
      }
      this.#event = fresh();
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "data") {
      this.#event.data.push(value);
    } else if (field === "id") {
      this.#event.id = value;
    } else if (field === "event") {
      this.#event.name = value;
    }
  }
}

function fresh() {
  return { id: null, name: "message", data: [] };
}

function lineEnd(text, from) {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || c === 13) {
      return i;
    }
  }
  return -1;
}
