// SPDX-License-Identifier: Apache-2.0

const MOST_CHARACTERS = 64 << 20;
const LINE_END = /\r\n|\r|\n/g;

/** Reads an event stream (WHATWG HTML §9.2.6) from bytes, which may be split anywhere. */
export class EventDecoder {
  #decoder = new TextDecoder();
  /** The beginning of a line whose end has not come, in pieces. */
  #begun = [];
  #size = 0;
  /** Whether the last line ended with a CR, so that an LF belongs to it. */
  #afterReturn = false;
  #event = fresh();

  /** Takes bytes; returns the events that are complete with them, as `{id, name, data}`. Comments and `retry` are left out. */
  push(bytes) {
    const text = this.#decoder.decode(bytes, { stream: true });
    const events = [];
    let start = this.#afterReturn && text[0] === "\n" ? 1 : 0;
    this.#afterReturn &&= text === "";
    LINE_END.lastIndex = start;
    for (let end = LINE_END.exec(text); end; end = LINE_END.exec(text)) {
      this.#keep(text.slice(start, end.index));
      this.#line(this.#begun.join(""), events);
      this.#begun = [];
      this.#size = 0;
      start = LINE_END.lastIndex;
      this.#afterReturn = end[0] === "\r" && start === text.length;
    }
    this.#keep(text.slice(start));
    return events;
  }

  #keep(piece) {
    if (piece) {
      this.#begun.push(piece);
      this.#size += piece.length;
    }
    if (this.#size > MOST_CHARACTERS) {
      throw new RangeError("A line of the event stream has no end.");
    }
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
