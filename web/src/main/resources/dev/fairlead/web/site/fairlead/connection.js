// SPDX-License-Identifier: Apache-2.0
import { Environment } from "./environment.js";
import { Failure } from "./failure.js";
import { Inbox } from "./inbox.js";
import { Link } from "./link.js";
import { Memory } from "./memory.js";
import { Outbox, name } from "./outbox.js";
import { Slots } from "./slots.js";
import { Status } from "./status.js";
import { WIRES } from "./wires.js";

const ACKNOWLEDGE_EACH = 250;

/**
 * An ACP connection that outlives its wires (wire.md 2). Every message goes up once and comes down once, in order, whatever happens on
 * the way.
 *
 * Events, to be heard with `on(name, callback)`:
 * - `message` `(message, sequence)`: every message of the agent, responses to other clients included
 * - `open` `({connectionId, fresh, result})`: messages can go; `result` is the agent's answer to `initialize` if the connection is fresh
 * - `gone` `({reason, inDoubt})`: the connection does not exist any more and another one is begun; nothing of `inDoubt` is sent again
 * - `gap` `({from, to, reason})`: messages are missing
 * - `resolved` `({id})`: somebody else has answered the agent's request
 * - `caught-up`: replay has reached what is live
 * - `status` `(status)`: the status has changed
 */
export class Connection {
  #options;
  #environment;
  #memory;
  #outbox;
  #inbox;
  #link;
  #listeners = new Map();
  #pending = new Map();
  #connectionId = null;
  #opened = false;
  #kept = 0;
  #prefix = name().slice(0, 8);
  #acknowledging = null;
  #closed = false;

  /** The status; `on("status")` tells of changes. */
  status;

  /**
   * @param {string} endpoint for instance `/acp`
   * @param {object} options
   * @param {object} options.initialize the params of `initialize`, sent when a connection is begun
   * @param {string} [options.transport] `auto`, `websocket`, `sse` or `polling`; otherwise what was set here before
   * @param {string} [options.token] sent as `Authorization: Bearer`; a page of the gateway has a cookie instead
   * @param {Storage} [options.session] keeps what is under way over a reload: `sessionStorage`
   * @param {Storage} [options.local] keeps what worked, and the setting: `localStorage`
   * @param {boolean} [options.keeps] whether the application says with `kept` up to where it can lose nothing any more
   * @param {object} [options.place] where several clients agree on one connection, see `shared-place.js`
   * @param {Environment} [options.environment]
   */
  constructor(endpoint, options) {
    this.#options = options;
    this.#environment = options.environment ?? new Environment();
    const url = new URL(endpoint, globalThis.location?.href).href;
    const now = () => this.#environment.now();
    this.#memory = new Memory(options.local, url, now);
    if (options.transport) {
      this.#memory.setting = options.transport;
    }
    this.#outbox = new Outbox(options.session);
    this.#inbox = new Inbox();
    this.status = new Status(now, () => this.#tell("status", this.status));
    const context = {
      endpoint: url,
      token: options.token,
      environment: this.#environment,
      slots: new Slots(),
      connectionId: () => this.#connectionId,
      client: () => this.#outbox.client,
      after: () => this.#inbox.cursor,
      kept: () => this.#safe,
      headers: () => (options.token ? { Authorization: `Bearer ${options.token}` } : {}),
      upward: () => this.#outbox.entries.reduce((sum, { json }) => sum + json.length, 0),
      expects: () => this.#pending.size > 0 || this.#outbox.entries.length > 0 || this.#expecting,
    };
    this.#link = new Link(context, this.#memory, this.#hears(), this.status);
  }

  #expecting = false;

  /** Whether something ought to come, beside the answers to requests: silence is looked into then. */
  set expecting(expecting) {
    this.#expecting = expecting;
  }

  /** The setting: `auto` or one transport. Another one takes over when it works. */
  get transport() {
    return this.#memory.setting;
  }

  set transport(setting) {
    if (setting !== this.#memory.setting) {
      this.#memory.setting = setting;
      this.status.become({}, `The setting is ${setting} now.`);
      this.#link.changed();
    }
  }

  /** The secret id of the connection, or null. */
  get connectionId() {
    return this.#connectionId;
  }

  on(event, callback) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), callback]);
    return this;
  }

  /** Begins, or goes on where somebody else was: `after` a sequence of that connection. */
  async open() {
    await this.#claim();
    const met = await this.#options.place?.meet(null);
    this.#enter(met ?? null);
    this.#acknowledging = setInterval(() => this.#acknowledge(), ACKNOWLEDGE_EACH);
    this.#link.start();
    return this;
  }

  /**
   * Sends a request.
   *
   * @returns {{id: string, answer: Promise<object>}} the promise fails with the agent's error, or with a `Failure` if it is in doubt
   */
  request(method, params) {
    let id;
    const entry = this.#outbox.add(params?.sessionId, (sequence) => {
      id = `${this.#prefix}-${sequence}`;
      return { jsonrpc: "2.0", id, method, params };
    });
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject, method }));
    answer.catch(() => {}); // who does not wait for it hears of it as a message
    this.#send(entry);
    return { id, answer };
  }

  notify(method, params) {
    this.#send(this.#outbox.add(params?.sessionId, () => ({ jsonrpc: "2.0", method, params })));
  }

  /** Answers a request of the agent; `sessionId` is that of the request. */
  respond(id, result, sessionId = null) {
    this.#send(this.#outbox.add(sessionId, () => ({ jsonrpc: "2.0", id, result })));
  }

  respondError(id, code, message, sessionId = null) {
    this.#send(this.#outbox.add(sessionId, () => ({ jsonrpc: "2.0", id, error: { code, message } })));
  }

  /** What came up to a sequence can be forgotten by the gateway. */
  kept(sequence) {
    this.#kept = Math.max(this.#kept, sequence);
    this.#acknowledge();
  }

  retryNow() {
    this.#link.retryNow();
  }

  /** Ends the wire; the connection waits at the gateway for somebody to come back. */
  close() {
    this.#closed = true;
    clearInterval(this.#acknowledging);
    this.#link.stop({ phase: "ended" });
  }

  // ---- beginning

  /** A tab that was duplicated has another one's outbox, which is not ours then. */
  #claim() {
    const locks = globalThis.navigator?.locks;
    return locks && new Promise((done) => {
      locks.request(`fairlead-client ${this.#outbox.client}`, { ifAvailable: true }, (lock) => {
        if (!lock) {
          this.#outbox.renew();
        }
        done();
        return lock && new Promise(() => {}); // as long as the page lives
      });
    });
  }

  /** Takes the connection that others have, or begins one. */
  #enter(met) {
    this.#connectionId = met?.connectionId ?? null;
    this.#inbox = new Inbox(met?.after ?? 0);
    this.#kept = met?.after ?? 0;
    this.#opened = false;
    if (!met || met.connectionId !== this.#outbox.connectionId) {
      this.#outbox.renew();
    }
    if (!met) {
      const { answer } = this.request("initialize", this.#options.initialize);
      answer.then(
        (result) => this.#begun(result),
        (error) => error instanceof Failure || this.#refused(error),
      );
    }
  }

  #begun(result) {
    this.#options.place?.put({ connectionId: this.#connectionId, result });
    this.#open({ fresh: true, result });
  }

  #refused(error) {
    this.#options.place?.put(null);
    const detail = `The agent refuses: ${error.message}`;
    this.#link.stop({ phase: "refused", detail }, detail);
  }

  #open(how) {
    if (!this.#opened) {
      this.#opened = true;
      this.#tell("open", { connectionId: this.#connectionId, ...how });
    }
  }

  async #gone(failure) {
    const inDoubt = this.#outbox.entries.map(({ json }) => JSON.parse(json));
    const unanswered = [...this.#pending.values()];
    const dead = this.#connectionId;
    this.#pending.clear();
    unanswered.forEach(({ reject }) => reject(new Failure("in-doubt", "Whether the agent has it is not known.")));
    if (dead) {
      this.#tell("gone", { reason: failure.message, inDoubt });
    }
    const met = await this.#options.place?.meet(dead);
    if (!this.#closed) {
      this.#enter(met ?? null);
      this.#link.start();
    }
  }

  // ---- the way up

  #send(entry) {
    this.status.become({ unaccepted: this.#outbox.entries.length });
    if (this.#connectionId || entry.sequence === 1) {
      this.#link.wire?.send(entry);
    }
  }

  #accepted() {
    this.status.become({ unaccepted: this.#outbox.entries.length });
  }

  /** Up to where nothing can be lost here any more. */
  get #safe() {
    return this.#options.keeps ? this.#kept : this.#inbox.cursor;
  }

  #acknowledge() {
    const { wire } = this.#link;
    const how = wire && WIRES[wire.id].acknowledges;
    const due = how ? this.#inbox.due(how, this.#safe, this.#environment.now()) : 0;
    if (due && wire.acknowledge(due)) {
      this.#inbox.told(due);
    }
  }

  // ---- the way down

  #hears() {
    return {
      onAttached: ({ connectionId, received }) => this.#attached(connectionId, received),
      onAttachedTo: (connectionId) => this.#attached(connectionId),
      onEvent: (sequence, message, bytes) => this.#take(sequence, message, bytes),
      onMessage: (message) => this.#answered(message),
      onNotice: (notice, params) => this.#noticed(notice, params),
      onAccepted: (sequence) => {
        this.#outbox.accepted(sequence);
        this.#accepted();
      },
      onAcceptedUpTo: (sequence) => {
        this.#outbox.acceptedUpTo(sequence);
        this.#accepted();
      },
      onRefused: (entry, why) => this.#answered({ ...idOf(entry), error: { code: -32600, message: why } }),
      onGone: (failure) => this.#gone(failure),
    };
  }

  /** A wire is attached: what the gateway has not accepted goes up again, under the same numbers. */
  #attached(connectionId, received) {
    this.#connectionId = connectionId ?? this.#connectionId;
    this.#outbox.connectionId = this.#connectionId;
    if (received !== undefined) {
      this.#outbox.acceptedUpTo(received);
    }
    for (const entry of this.#outbox.entries) {
      this.#send(entry);
    }
    this.#accepted();
    if (this.#connectionId && !this.#initializing) {
      this.#open({ fresh: false, result: null });
    }
  }

  get #initializing() {
    return [...this.#pending.values()].some(({ method }) => method === "initialize");
  }

  #take(sequence, message, bytes) {
    if (!this.#inbox.take(sequence, bytes, this.#environment.now())) {
      return;
    }
    this.#link.encourage();
    this.#answered(message);
    this.#tell("message", message, sequence);
    this.#acknowledge();
  }

  /** Settles the request that a response belongs to, if it is one of ours. */
  #answered(message) {
    const pending = message.method === undefined && this.#pending.get(message.id);
    if (!pending) {
      return;
    }
    this.#pending.delete(message.id);
    if (message.error) {
      pending.reject(Object.assign(new Error(message.error.message), message.error));
    } else {
      pending.resolve(message.result);
    }
  }

  #noticed(notice, params) {
    if (notice === "gap") {
      this.#inbox.skip(params.to);
      this.status.become({}, `Messages ${params.from} to ${params.to} are missing: ${params.reason}`);
    }
    this.#tell(notice, params);
  }

  #tell(event, ...said) {
    this.#listeners.get(event)?.forEach((callback) => callback(...said));
  }
}

function idOf(entry) {
  return { id: JSON.parse(entry.json).id };
}
