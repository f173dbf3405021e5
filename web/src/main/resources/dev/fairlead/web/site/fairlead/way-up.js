// SPDX-License-Identifier: Apache-2.0
import { Failure } from "./failure.js";

const AT_ONCE = 3;
const PATIENCE = 3000;
const BYTES_PER_MILLI = 10;
const TRIES = 3;
const PAUSE = 400;

/** The way up by POST: a few messages under way at once, each tried again until it is accepted (wire.md 2.2). */
export class WayUp {
  #context;
  #listener;
  #waiting = [];
  #known = new Set();
  #underWay = 0;
  #stop = new AbortController();

  constructor(context, listener) {
    this.#context = context;
    this.#listener = listener;
  }

  send(entry) {
    if (!this.#known.has(entry.sequence)) {
      this.#known.add(entry.sequence);
      this.#waiting.push(entry);
      this.#next();
    }
  }

  /** Says up to where everything has come down; resolves when the gateway knows. */
  async acknowledge(sequence) {
    const response = await this.#post({ ...this.#headers(), "Fairlead-Ack": String(sequence) }, null, PATIENCE);
    return response.ok;
  }

  close() {
    this.#stop.abort();
    this.#waiting = [];
  }

  #next() {
    while (this.#waiting.length && this.#underWay < (this.#context.connectionId() ? AT_ONCE : 1)) {
      const entry = this.#waiting.shift();
      this.#underWay++;
      this.#deliver(entry)
        .catch((error) => this.#stop.signal.aborted || this.#listener.onClosed(Failure.of(error)))
        .finally(() => {
          this.#underWay--;
          this.#next();
        });
    }
  }

  async #deliver(entry) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#try(entry, PATIENCE * attempt + entry.json.length / BYTES_PER_MILLI);
      } catch (error) {
        const failure = Failure.of(error);
        if (this.#stop.signal.aborted || failure.isDecided || attempt === TRIES) {
          throw failure;
        }
        await this.#context.environment.sleep(Math.max(PAUSE * attempt, failure.retryAfter));
      }
    }
  }

  async #try(entry, patience) {
    const headers = { ...this.#headers(), "Content-Type": "application/json", "Fairlead-Sequence": String(entry.sequence) };
    if (entry.sessionId) {
      headers["Acp-Session-Id"] = entry.sessionId;
    }
    const response = await this.#post(headers, entry.json, patience);
    this.#listener.onAlive();
    if (response.status === 200 && isJson(response)) {
      const id = response.headers.get("Acp-Connection-Id");
      if (!id) {
        throw new Failure("headers", "Headers are dropped on the way.");
      }
      this.#listener.onConnection(id);
      this.#listener.onMessage(await response.json());
    } else if (response.status === 413) {
      this.#listener.onRefused(entry, "The message is larger than the gateway, or something on the way, lets through.");
    } else if (response.status !== 202 && response.status !== 204) {
      throw await Failure.ofResponse(response);
    }
    this.#listener.onAccepted(entry.sequence);
  }

  #headers() {
    const { connectionId, client, headers } = this.#context;
    const id = connectionId();
    return { ...headers(), "Fairlead-Client": client(), "Fairlead-Stream": "all", ...(id ? { "Acp-Connection-Id": id } : {}) };
  }

  #post(headers, body, patience) {
    const { environment, endpoint } = this.#context;
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(Math.ceil(patience))]);
    return environment.fetch(endpoint, { method: "POST", headers, body, signal, cache: "no-store" });
  }
}

function isJson(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("application/json");
}
