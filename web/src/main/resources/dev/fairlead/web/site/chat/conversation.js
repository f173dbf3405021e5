// SPDX-License-Identifier: Apache-2.0

let keys = 0;

/**
 * One session as it is shown: a list of items, made from the updates of the agent and the acts of the user, in their order.
 *
 * Whoever shows it asks `takeChanged` which items have changed since the last time.
 */
export class Conversation {
  items = [];
  title = null;
  commands = [];
  modes = null;
  options = [];
  usage = null;
  /** The id of the prompt that is being answered, or null. */
  turn = null;
  /** Whether the agent has to load it before it can go on. */
  stale = false;
  /** Whether the agent does not have it any more: it can be read, and does not go on. */
  forgotten = false;
  folder = "/";

  #changed = new Set();
  #loading = null;
  #loads = 0;
  #tools = new Map();
  #plan = null;

  constructor(sessionId) {
    this.sessionId = sessionId;
  }

  /** Returns the items that changed, and forgets that they did; null if all did. */
  takeChanged() {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  get isLoading() {
    return this.#loading !== null;
  }

  /** Adds an item at the end. */
  add(kind, members) {
    const item = { key: ++keys, kind, ...members };
    this.items.push(item);
    this.#changed.add(item);
    return item;
  }

  change(item, members) {
    Object.assign(item, members);
    this.#changed.add(item);
  }

  /** Takes what `session/new`, `load` and `resume` answer. */
  configure({ modes, configOptions }) {
    this.modes = modes ?? this.modes;
    this.options = configOptions ?? this.options;
  }

  // ---- the user's acts

  prompt(id, blocks) {
    this.turn = id;
    this.add("user", { id, blocks, state: "sent" });
  }

  /** The answer to a prompt has come. */
  answered(id, { result, error }) {
    if (this.turn === id) {
      this.turn = null;
    }
    this.#cancelQuestions();
    if (error) {
      this.add("error", { text: error.message ?? "The agent failed." });
    } else if (ENDS[result?.stopReason]) {
      this.add("notice", { text: ENDS[result.stopReason] });
    }
  }

  /**
   * What the agent replays from now on is the whole conversation; what was shown stays until it is complete. Several tabs may ask for it:
   * the agent replays one after the other.
   */
  load() {
    this.#loads++;
    this.#loading ??= new Conversation(this.sessionId);
  }

  loaded({ result, error }) {
    const replayed = this.#loading;
    this.#loading = --this.#loads > 0 ? new Conversation(this.sessionId) : null;
    if (error || !replayed) {
      this.forget(error?.message ?? "It gave no reason.");
      return;
    }
    const last = this.items.findLastIndex((item) => item.kind === "user");
    const after = this.items.slice(last + 1).filter(({ kind }) => OURS.includes(kind));
    this.forgotten = false;
    this.items = [...replayed.items, ...after];
    this.#tools = replayed.#tools;
    this.#plan = replayed.#plan;
    this.commands = replayed.commands.length ? replayed.commands : this.commands;
    this.title = replayed.title ?? this.title;
    this.usage = replayed.usage ?? this.usage;
    this.turn = null;
    this.stale = false;
    this.configure(result);
    this.#changed = new Set(this.items);
  }

  /** The agent says, for some reason, that it does not have the session any more. */
  forget(reason) {
    if (!this.forgotten) {
      this.stale = this.forgotten = true;
      this.add("forgotten", { reason });
    }
  }

  /** The connection is gone for good while something may have been under way. */
  lost(reason) {
    this.#loading = null;
    this.#loads = 0;
    this.stale = true;
    this.#cancelQuestions();
    if (this.turn) {
      const prompt = this.items.findLast((item) => item.kind === "user" && item.id === this.turn);
      this.turn = null;
      this.add("doubt", { reason, blocks: prompt?.blocks ?? null });
    }
  }

  // ---- the agent's requests and updates

  question(id, { toolCall, options }) {
    if (toolCall) {
      this.#tool({ ...toolCall });
    }
    this.add("permission", { id, toolCall, options, chosen: null });
  }

  /** A question was answered: with an option, or with null by somebody else or not at all. */
  settle(id, chosen) {
    const item = this.items.findLast((other) => other.kind === "permission" && other.id === id);
    if (item && (!item.chosen || item.chosen === ELSEWHERE)) {
      this.change(item, { chosen: chosen ?? ELSEWHERE });
    }
  }

  update(update) {
    if (this.#loading) {
      this.#loading.update(update);
      return;
    }
    switch (update.sessionUpdate) {
      case "user_message_chunk":
        if (!this.turn) {
          this.#append("user", update.content);
        }
        break;
      case "agent_message_chunk":
        this.#append("agent", update.content);
        break;
      case "agent_thought_chunk":
        this.#append("thought", update.content);
        break;
      case "tool_call":
      case "tool_call_update":
        this.#tool(update);
        break;
      case "plan":
        this.#planned(update.entries);
        break;
      case "available_commands_update":
        this.commands = update.availableCommands ?? [];
        break;
      case "current_mode_update":
        this.modes = this.modes && { ...this.modes, currentModeId: update.currentModeId };
        break;
      case "config_option_update":
        this.options = update.configOptions ?? this.options;
        break;
      case "session_info_update":
        this.title = update.title === undefined ? this.title : update.title;
        break;
      case "usage_update":
        this.usage = update;
        break;
    }
  }

  #append(kind, block) {
    let last = this.items.at(-1);
    if (last?.kind !== kind || last.id) {
      last = this.add(kind, kind === "user" ? { blocks: [], state: "sent" } : { text: "", blocks: [] });
    }
    if (kind !== "user" && block?.type === "text") {
      last.text += block.text;
    } else if (block) {
      last.blocks.push(block);
    }
    this.#changed.add(last);
  }

  #tool({ toolCallId, sessionUpdate, kind: sort, ...members }) {
    const known = this.#tools.get(toolCallId);
    const given = Object.fromEntries(Object.entries({ ...members, sort }).filter(([, value]) => value !== null && value !== undefined));
    if (known) {
      this.change(known, given);
    } else {
      this.#tools.set(toolCallId, this.add("tool", { toolCallId, status: "pending", content: [], locations: [], ...given }));
    }
  }

  /** A turn has one plan, which is shown where it was made. */
  #planned(entries) {
    const since = this.items.findLastIndex((item) => item.kind === "user");
    if (this.#plan && this.items.indexOf(this.#plan) > since) {
      this.change(this.#plan, { entries });
    } else {
      this.#plan = this.add("plan", { entries });
    }
  }

  #cancelQuestions() {
    this.items
      .filter((item) => item.kind === "permission" && !item.chosen)
      .forEach((item) => this.change(item, { chosen: { name: "No longer asked" } }));
  }
}

/** What the agent knows nothing of, and does not replay. */
const OURS = ["doubt", "error", "notice"];

const ELSEWHERE = { name: "Answered elsewhere" };

const ENDS = {
  cancelled: "You stopped the agent.",
  refusal: "The agent declined to go on.",
  max_tokens: "The answer reached the longest length that the model allows.",
  max_turn_requests: "The agent reached the most steps that a turn may have.",
};
