// SPDX-License-Identifier: Apache-2.0
import { html, nothing, render } from "../vendor/lit-html/lit-html.js";
import { icon } from "./icons.js";

const MARK = new URL("mark.svg", import.meta.url).href;
const FOLDER = "fairlead-folder";

/** The sessions: those that are open here, and those that the agent remembers. */
export class Sidebar {
  #element;
  #actions;
  #folder = localStorage.getItem(FOLDER) ?? "/";

  /** @param {object} actions `create(folder)`, `select(sessionId, folder)`, `close(sessionId)` */
  constructor(element, actions) {
    this.#element = element;
    this.#actions = actions;
  }

  /** The folder in which the next session works. */
  get folder() {
    return this.#folder;
  }

  show(chat, current) {
    const entries = this.#entries(chat);
    render(
      html`
        <p class="brand"><img src=${MARK} alt="" width="26" height="26" /> Fairlead</p>
        <button class="new" @click=${() => this.#actions.create(this.#folder)}>${icon("plus")} New session</button>
        <details class="folder">
          <summary>Works in <code>${this.#folder}</code></summary>
          <label>Folder, on the agent’s machine
            <input .value=${this.#folder} @change=${(event) => this.#work(event.target.value)} />
          </label>
        </details>
        ${entries.length
          ? html`<h2 id="sessions">Sessions</h2>
              <ul aria-labelledby="sessions">${entries.map((entry) => this.#entry(entry, current))}</ul>`
          : nothing}`,
      this.#element,
    );
  }

  #work(folder) {
    this.#folder = folder.trim() || "/";
    localStorage.setItem(FOLDER, this.#folder);
  }

  #entries({ conversations, sessions }) {
    const open = [...conversations.values()]
      .filter(({ items, sessionId }) => items.length || !sessions.some((known) => known.sessionId === sessionId))
      .map(({ sessionId, title, turn, folder, items }) => ({
        sessionId,
        folder,
        title: title ?? firstWords(items),
        working: turn !== null,
        asks: items.some((item) => item.kind === "permission" && !item.chosen),
        open: true,
      }))
      .reverse();
    const rest = sessions
      .filter(({ sessionId }) => !open.some((entry) => entry.sessionId === sessionId))
      .map(({ sessionId, title, cwd }) => ({ sessionId, title, folder: cwd ?? "/" }));
    return [...open, ...rest];
  }

  #entry({ sessionId, title, folder, working, asks, open }, current) {
    return html`
      <li class=${sessionId === current ? "current" : ""}>
        <button class="session" aria-current=${sessionId === current} @click=${() => this.#actions.select(sessionId, folder)}>
          <span class="name">${title || "New session"}</span>
          ${asks ? html`<span class="words">asks you</span>` : working ? html`<span class="words">at work</span>` : nothing}
        </button>
        ${open
          ? html`<button class="round close" title="Close" @click=${() => this.#actions.close(sessionId)}>
              ${icon("close")}<span class="unseen">Close ${title || "the session"}</span>
            </button>`
          : nothing}
      </li>`;
  }
}

function firstWords(items) {
  const first = items.find(({ kind }) => kind === "user")?.blocks.find(({ type }) => type === "text");
  return first?.text.slice(0, 60) ?? null;
}
