// SPDX-License-Identifier: Apache-2.0
import { EventDecoder } from "./event-decoder.js";
import { Failure } from "./failure.js";
import { WayUp } from "./way-up.js";

/** How long a probe may take, and how long the first bytes of a stream: a socket that is dead costs no more. */
const PROOF = 3000;
const FIRST_BYTES = 2000;

/** Down by one event stream for everything, up by POST (wire.md 2.1, 2.2). */
export class SseWire {
  static id = "sse";
  static acknowledges = { messages: 256, bytes: 256 << 10, millis: 5000 };

  #context;
  #listener = null;
  #up = null;
  #stop = new AbortController();
  #ended = null;

  constructor(context) {
    this.#context = context;
  }

  get id() {
    return SseWire.id;
  }

  /** Opens a stream that stands for nothing; resolves when its first event came through. */
  async prove() {
    if (!(await this.#context.slots.acquire())) {
      throw new Failure("crowded", "Other tabs have all event streams that the browser allows.");
    }
    const probe = new AbortController();
    const signal = AbortSignal.any([probe.signal, this.#stop.signal, AbortSignal.timeout(PROOF)]);
    const body = await this.#open(`${this.#context.endpoint}/probe`, this.#context.headers(), signal);
    const { done } = await body.getReader().read();
    probe.abort();
    if (done) {
      throw new Failure("blocked", "The event stream ends before it begins.");
    }
  }

  start(listener) {
    this.#listener = listener;
    this.#up = new WayUp(this.#context, {
      onAlive: () => listener.onAlive(),
      onMessage: (message) => listener.onMessage(message),
      onAccepted: (sequence) => listener.onAccepted(sequence),
      onRefused: (entry, why) => listener.onRefused(entry, why),
      onConnection: (id) => {
        listener.onAttached({ connectionId: id });
        this.#read();
      },
      onClosed: (failure) => this.#fail(failure),
    });
    if (this.#context.connectionId()) {
      listener.onAttached({});
      this.#read();
    } else {
      listener.onAttached({}); // initialize goes up first, and its answer names the connection
    }
  }

  send(entry) {
    this.#up.send(entry);
    return true;
  }

  acknowledge(sequence) {
    this.#up.acknowledge(sequence).catch(() => {}); // the next one says it too
    return true;
  }

  /** A stream cannot be asked for a sign of life. */
  ping() {
    return false;
  }

  /** How much of a request has gone is not to be seen. */
  rises() {
    return false;
  }

  close() {
    this.#listener = null;
    this.#up?.close();
    this.#stop.abort();
  }

  async #read() {
    const { connectionId, client, after, kept, headers } = this.#context;
    const late = setTimeout(() => this.#fail(new Failure("link-lost", "The event stream did not begin.")), FIRST_BYTES);
    try {
      const body = await this.#open(
        this.#context.endpoint,
        {
          ...headers(),
          "Acp-Connection-Id": connectionId(),
          "Fairlead-Client": client(),
          "Fairlead-Stream": "all",
          "Last-Event-ID": String(after()),
          "Fairlead-Ack": String(kept()), // a promise to go on with it
        },
        this.#stop.signal,
      );
      const decoder = new EventDecoder();
      const reader = body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        clearTimeout(late);
        if (done) {
          throw this.#ended ?? new Failure("link-lost", "The event stream was cut.");
        }
        this.#listener?.onAlive();
        decoder.push(value).forEach((event) => this.#hear(event));
      }
    } catch (error) {
      this.#fail(this.#ended ?? Failure.of(error));
    } finally {
      clearTimeout(late);
    }
  }

  #hear({ id, name, data }) {
    const message = JSON.parse(data);
    if (id !== null) {
      this.#listener?.onEvent(Number(id), message, data.length);
    } else if (name === "end") {
      this.#ended = Failure.ofEnd(message.params.code, message.params.detail);
    } else {
      this.#listener?.onNotice(name, message.params ?? message);
    }
  }

  async #open(url, headers, signal) {
    const response = await this.#context.environment.fetch(url, {
      headers: { ...headers, Accept: "text/event-stream" },
      signal,
      cache: "no-store",
    });
    if (response.status !== 200 || !(response.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) {
      throw await Failure.ofResponse(response);
    }
    return response.body;
  }

  #fail(failure) {
    const listener = this.#listener;
    this.close();
    listener?.onClosed(failure);
  }
}
