// SPDX-License-Identifier: Apache-2.0
import { Connection, SharedPlace } from "../fairlead/fairlead.js";
import { Archive } from "./archive.js";
import { Conversation } from "./conversation.js";

const CLIENT = {
  protocolVersion: 1,
  clientInfo: { name: "fairlead-chat", title: "Fairlead chat", version: "0.1.0" },
  clientCapabilities: {
    fs: { readTextFile: false, writeTextFile: false },
    terminal: false,
    session: { configOptions: { boolean: {} } },
  },
};
const LISTED = 200;

/**
 * What the page knows: the connection, the conversations on it, and the sessions that the agent remembers. The journal's messages and the
 * acts of the users of all tabs go through `#take` and `#act` in the same order everywhere, so that all tabs show the same.
 */
export class Chat {
  connection = null;
  agent = null;
  conversations = new Map();
  sessions = [];
  /** Whether messages can go to the agent. */
  ready = false;
  /** Whether everything has come that there was before this page. */
  caughtUp = false;

  #changed;
  #announce;
  #archive;
  #tabs = new BroadcastChannel("fairlead-chat");
  #requests = new Map();
  #questions = new Map();
  #early = [];
  #cursor = 0;
  #connectionId = null;

  /**
   * @param {() => void} changed something has changed
   * @param {(text: string) => void} announce says something to those who listen instead of looking
   */
  constructor(changed, announce) {
    this.#changed = changed;
    this.#announce = announce;
    this.#archive = new Archive((sequence) => this.connection?.kept(sequence));
    this.#tabs.onmessage = ({ data }) => this.#heard(data);
  }

  async open(endpoint, transport) {
    await this.#archive.open();
    const place = new SharedPlace(localStorage, endpoint, (connectionId) => this.#restore(connectionId));
    const connection = new Connection(endpoint, {
      initialize: CLIENT,
      transport,
      session: sessionStorage,
      local: localStorage,
      keeps: true,
      place,
    });
    this.connection = connection;
    connection
      .on("status", () => this.#changed())
      .on("open", (how) => this.#opened(how, place))
      .on("gone", ({ reason }) => this.#gone(reason))
      .on("caught-up", () => {
        this.caughtUp = true;
        this.#changed();
      })
      .on("resolved", ({ id }) => this.#act({ kind: "settle", id, chosen: null }, true))
      .on("message", (message, sequence) => this.#came(message, sequence));
    await connection.open();
  }

  get status() {
    return this.connection.status;
  }

  get capabilities() {
    return this.agent?.agentCapabilities ?? {};
  }

  // ---- what the user does

  /** Begins a session; resolves with its conversation. */
  async create(folder) {
    const result = await this.#request("session/new", { cwd: folder, mcpServers: [] }, { folder });
    return this.conversations.get(result.sessionId);
  }

  /** Opens a session that the agent remembers. */
  async load(sessionId, folder) {
    const conversation = this.#conversation(sessionId);
    if (this.capabilities.loadSession) {
      await this.#request("session/load", { sessionId, cwd: folder, mcpServers: [] }, { folder });
    } else {
      conversation.forget("It cannot load sessions.");
    }
    return conversation;
  }

  /** Sends a prompt; there must be no turn. */
  prompt(conversation, blocks) {
    this.#request("session/prompt", { sessionId: conversation.sessionId, prompt: blocks }).catch(() => {}); // it is shown
  }

  cancel(conversation) {
    const { sessionId } = conversation;
    conversation.items
      .filter((item) => item.kind === "permission" && !item.chosen)
      .forEach((item) => this.answer(conversation, item, null));
    this.connection.notify("session/cancel", { sessionId });
  }

  /** Answers a question, once: with an option, or with null for none. */
  answer(conversation, item, option) {
    if (item.chosen) {
      return;
    }
    const outcome = option ? { outcome: "selected", optionId: option.optionId } : { outcome: "cancelled" };
    this.#act({ kind: "settle", id: item.id, chosen: option ?? { name: "Stopped" } });
    this.connection.respond(item.id, { outcome }, conversation.sessionId);
  }

  setMode({ sessionId }, modeId) {
    return this.#request("session/set_mode", { sessionId, modeId });
  }

  setOption({ sessionId }, configId, value) {
    return this.#request("session/set_config_option", {
      sessionId,
      configId,
      ...(typeof value === "boolean" ? { type: "boolean" } : {}),
      value,
    });
  }

  /** Closes a session: the agent keeps what was said, if it can. */
  async close(conversation) {
    const { sessionId } = conversation;
    if (this.capabilities.sessionCapabilities?.close) {
      await this.#request("session/close", { sessionId }).catch(() => {});
    }
    this.#act({ kind: "closed", sessionId });
    this.list().catch(() => {});
  }

  /** Asks the agent which sessions it remembers. */
  async list() {
    if (!this.ready || !this.capabilities.sessionCapabilities?.list) {
      return;
    }
    const sessions = [];
    let cursor;
    do {
      const page = await this.connection.request("session/list", cursor ? { cursor } : {}).answer;
      sessions.push(...page.sessions);
      cursor = page.nextCursor;
    } while (cursor && sessions.length < LISTED);
    this.sessions = sessions;
    this.#changed();
  }

  // ---- the connection

  #opened({ connectionId, fresh, result }, place) {
    this.#connectionId = connectionId;
    this.agent = result ?? this.agent ?? place.result;
    this.ready = true;
    if (fresh) {
      this.caughtUp = true;
      this.#cursor = 0;
      this.#archive.forgetOthers(connectionId);
    }
    for (const conversation of this.conversations.values()) {
      if (conversation.stale) {
        this.load(conversation.sessionId, conversation.folder).catch(() => {});
      }
    }
    this.list().catch(() => {});
    this.#changed();
  }

  #gone(reason) {
    this.ready = false;
    this.#requests.clear();
    this.#questions.clear();
    this.#early = [];
    this.#cursor = 0;
    this.conversations.forEach((conversation) => conversation.lost(reason));
    this.#announce("The connection to the agent was lost. A new one is being made.");
    this.#changed();
  }

  /** Reads what is known of a connection; returns up to where. */
  async #restore(connectionId) {
    this.#connectionId = connectionId;
    for (const { sequence, message, act } of await this.#archive.read(connectionId)) {
      if (message) {
        this.#take(message, sequence);
      } else {
        this.#apply(act);
      }
    }
    return this.#cursor;
  }

  // ---- in order

  #came(message, sequence) {
    this.#archive.addMessage(this.connection.connectionId, sequence, message);
    this.#take(message, sequence);
    if (message.method !== undefined && message.id !== undefined && message.method !== "session/request_permission") {
      this.connection.respondError(message.id, -32601, "This client does not do that.", message.params?.sessionId ?? null);
    }
    this.#early.splice(0).forEach((act) => this.#heard(act));
    this.#changed();
  }

  #take(message, sequence) {
    this.#cursor = Math.max(this.#cursor, sequence);
    const { method, id, params } = message;
    if (method === "session/update") {
      this.#conversation(params.sessionId).update(params.update);
    } else if (method === "session/request_permission") {
      this.#questions.set(id, params.sessionId);
      this.#conversation(params.sessionId).question(id, params);
      this.#announce(`The agent asks for permission: ${params.toolCall?.title ?? ""}`);
    } else if (method === undefined && this.#requests.has(id)) {
      this.#answered(this.#requests.get(id), message);
      this.#requests.delete(id);
    }
  }

  #answered({ method, id, sessionId, folder, members }, message) {
    const conversation = sessionId ? this.#conversation(sessionId) : null;
    switch (method) {
      case "session/new":
        if (message.result) {
          this.#conversation(message.result.sessionId).configure(message.result);
          this.#conversation(message.result.sessionId).folder = folder;
        }
        break;
      case "session/load":
        conversation.folder = folder;
        conversation.loaded(message);
        break;
      case "session/prompt":
        conversation.answered(id, message);
        this.#announce(message.error ? "The agent failed." : "The agent has answered.");
        break;
      case "session/set_mode":
        if (message.result && conversation.modes) {
          conversation.modes = { ...conversation.modes, currentModeId: members.modeId };
        }
        break;
      case "session/set_config_option":
        conversation.configure({ configOptions: message.result?.configOptions });
        break;
    }
  }

  /** Sends a request, and tells the other tabs and the archive of it before it goes. */
  #request(method, params, more = {}) {
    const { id, answer } = this.connection.request(method, params);
    const { prompt: blocks, sessionId = null, modeId } = params;
    this.#act({ kind: "request", id, method, sessionId, blocks, members: { modeId }, ...more });
    return answer;
  }

  #act(act, alone = false) {
    const whole = { ...act, sequence: this.#cursor, uid: `${Date.now()}-${crypto.randomUUID()}` };
    this.#archive.addAct(this.#connectionId, whole);
    if (!alone) {
      this.#tabs.postMessage({ connectionId: this.#connectionId, ...whole });
    }
    this.#apply(whole);
    this.#changed();
  }

  /** Another tab did something; it takes place when everything before it has come here too. */
  #heard(act) {
    if (act.connectionId !== this.#connectionId) {
      return;
    }
    if (act.sequence > this.#cursor) {
      this.#early.push(act);
    } else {
      this.#apply(act);
      this.#changed();
    }
  }

  #apply(act) {
    if (act.kind === "settle") {
      const sessionId = this.#questions.get(act.id);
      if (sessionId) {
        this.#conversation(sessionId).settle(act.id, act.chosen);
      }
    } else if (act.kind === "closed") {
      this.conversations.delete(act.sessionId);
    } else if (act.kind === "request") {
      this.#requests.set(act.id, act);
      if (act.method === "session/prompt") {
        this.#conversation(act.sessionId).prompt(act.id, act.blocks);
      } else if (act.method === "session/load") {
        this.#conversation(act.sessionId).load();
      }
    }
  }

  #conversation(sessionId) {
    let conversation = this.conversations.get(sessionId);
    if (!conversation) {
      conversation = new Conversation(sessionId);
      this.conversations.set(sessionId, conversation);
    }
    return conversation;
  }
}
