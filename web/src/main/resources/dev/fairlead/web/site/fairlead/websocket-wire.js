// SPDX-License-Identifier: Apache-2.0
import { Failure } from "./failure.js";

const PROTOCOL = "fairlead.v1";
const OPEN = 1;
/** What is smaller vanishes in the buffers of the machine, whether the link lives or not. */
const LARGE = 1 << 20;

/** Both ways over one WebSocket, in the profile `fairlead.v1` (wire.md 2.4). */
export class WebSocketWire {
  static id = "websocket";
  static acknowledges = { messages: 32, bytes: 64 << 10, millis: 250 };

  #context;
  #socket = null;
  #listener = null;
  #attached = null;
  #early = [];
  #accepted = 0;
  #prove = null;
  #failure = null;
  #waiting = 0;

  constructor(context) {
    this.#context = context;
  }

  get id() {
    return WebSocketWire.id;
  }

  /** Opens and attaches; resolves when the gateway has answered in the band: an open socket alone proves nothing. */
  prove() {
    return new Promise((resolve, reject) => {
      const { environment, endpoint, token } = this.#context;
      if (!environment.WebSocket) {
        reject(new Failure("unsupported", "WebSocket is not there."));
        return;
      }
      if (token) {
        reject(new Failure("unsupported", "A page cannot send a token over WebSocket; with the cookie it could."));
        return;
      }
      this.#prove = { resolve, reject };
      this.#socket = new environment.WebSocket(endpoint.replace(/^http/, "ws"), [PROTOCOL]);
      this.#socket.onopen = () => this.#opened();
      this.#socket.onmessage = (event) => this.#take(event.data);
      this.#socket.onclose = (event) => this.#closed(event);
      this.#socket.onerror = () => this.#prove && this.#closed({ code: 1006 }); // not all tell the end of what never began
    });
  }

  /** Takes the connection over: from now on the listener hears everything. */
  start(listener) {
    this.#listener = listener;
    listener.onAttached(this.#attached);
    this.#early.splice(0).forEach((data) => this.#take(data));
    if (this.#failure) {
      listener.onClosed(this.#failure);
    }
  }

  /** Returns whether it went out; the gateway says later what it has accepted. */
  send(entry) {
    return this.#write(`${entry.sequence} ${entry.json}`);
  }

  acknowledge(sequence) {
    return this.#control("ack", { sequence });
  }

  /**
   * Asks for a sign of life, which comes within a moment; returns whether that is possible. A number that was accepted before is
   * accepted again, and nothing else happens.
   */
  ping() {
    return this.#accepted > 0 && this.#write(`${this.#accepted} {"jsonrpc":"2.0","method":"_fairlead/heartbeat"}`);
  }

  /** Returns whether some of something large has gone up since this was asked before: so the link lives. */
  rises() {
    const before = this.#waiting;
    this.#waiting = this.#socket?.bufferedAmount ?? 0;
    return before > LARGE && this.#waiting < before;
  }

  /** Ends it; the listener hears nothing more. */
  close() {
    this.#listener = null;
    this.#prove = null;
    if (this.#socket) {
      this.#socket.onmessage = this.#socket.onclose = null;
      this.#socket.onerror = () => {};
      this.#socket.onopen = () => this.#socket.close(1000);
      if (this.#socket.readyState === OPEN) {
        this.#socket.close(1000);
      }
    }
  }

  #opened() {
    if (this.#socket.protocol !== PROTOCOL) {
      this.#fail(new Failure("unsupported", "WebSocket opens, but what answers is not Fairlead."));
      return;
    }
    const { connectionId, client, after } = this.#context;
    const id = connectionId();
    this.#control("attach", { ...(id ? { connectionId: id, after: after() } : {}), client: client() });
  }

  #take(data) {
    if (typeof data !== "string") {
      return;
    }
    if (this.#attached && !this.#listener) {
      this.#early.push(data);
      return;
    }
    this.#listener?.onAlive();
    if (data.startsWith("{")) {
      const { method, params } = JSON.parse(data);
      this.#hear(method.replace("_fairlead/", ""), params);
      return;
    }
    const space = data.indexOf(" ");
    this.#listener?.onEvent(Number(data.slice(0, space)), JSON.parse(data.slice(space + 1)), data.length);
  }

  #hear(name, params) {
    if (name === "attached") {
      this.#accepted = params.received;
      this.#attached = params;
      this.#prove?.resolve();
      this.#prove = null;
    } else if (name === "ack") {
      this.#accepted = params.sequence;
      this.#listener?.onAcceptedUpTo(params.sequence);
    } else if (name === "end") {
      this.#failure = Failure.ofEnd(params.code, params.detail);
      if (this.#prove) {
        this.#fail(this.#failure);
      }
    } else if (name !== "heartbeat") {
      this.#listener?.onNotice(name, params);
    }
  }

  #closed(event) {
    this.#fail(
      this.#failure ??
        (this.#prove
          ? new Failure("not-opened", "WebSocket cannot be opened.")
          : new Failure("link-lost", `The WebSocket was cut (${event.code}).`)),
    );
  }

  #fail(failure) {
    const { listener, prove } = { listener: this.#listener, prove: this.#prove };
    this.#failure = failure;
    this.close();
    prove?.reject(failure);
    listener?.onClosed(failure);
  }

  #control(name, params) {
    return this.#write(JSON.stringify({ jsonrpc: "2.0", method: `_fairlead/${name}`, params }));
  }

  #write(text) {
    if (this.#socket?.readyState !== OPEN) {
      return false;
    }
    this.#socket.send(text);
    return true;
  }
}
