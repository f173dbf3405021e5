// SPDX-License-Identifier: Apache-2.0
import { html, nothing, render } from "../vendor/lit-html/lit-html.js";
import { blockOf } from "./attachments.js";
import { icon } from "./icons.js";

const TALLEST = 240;

/** Where the user writes: several lines, commands after a slash, attachments, and the buttons to send and to stop. */
export class Composer {
  #form;
  #actions;
  #input;
  #blocks = [];
  #trouble = null;
  #commands = [];
  #selected = 0;
  #closed = false;
  #state = {};

  /**
   * @param {HTMLFormElement} form
   * @param {object} actions `send(blocks)`, `stop()`, `draft(text)`
   */
  constructor(form, actions) {
    this.#form = form;
    this.#actions = actions;
    this.#input = form.querySelector("textarea");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("paste", (event) => this.#attach(event.clipboardData.files, event));
    const page = form.ownerDocument; // a file that nobody takes would be opened in place of the page
    page.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
    page.addEventListener("drop", (event) => this.#attach(event.dataTransfer.files, event));
  }

  /** Shows another draft. */
  set text(text) {
    this.#input.value = text;
    this.#blocks = [];
    this.#fit();
    this.#draw();
  }

  focus() {
    this.#input.focus();
  }

  /**
   * @param {object} state `commands`, `working` (a turn runs), `capabilities` (what prompts may hold)
   */
  show(state) {
    this.#state = state;
    this.#draw();
  }

  // ---- input

  #typed() {
    this.#closed = false;
    this.#selected = 0;
    this.#actions.draft(this.#input.value);
    this.#fit();
    this.#draw();
  }

  #key(event) {
    if (event.isComposing) {
      return;
    }
    const offered = this.#commands.length > 0;
    if (offered && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#selected = (this.#selected + step + this.#commands.length) % this.#commands.length;
      this.#draw();
    } else if (offered && (event.key === "Tab" || (event.key === "Enter" && !this.#isWhole()))) {
      event.preventDefault();
      this.#choose(this.#commands[this.#selected]);
    } else if (event.key === "Escape") {
      this.#closed = true;
      this.#draw();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    }
  }

  /** Whether what is written is a command already. */
  #isWhole() {
    return this.#commands.some(({ name, input }) => `/${name}` === this.#input.value.trim() && !input);
  }

  #choose({ name, input }) {
    this.#input.value = `/${name}${input ? " " : ""}`;
    this.#closed = !input;
    this.#typed();
    this.#closed = true;
    this.#draw();
    this.focus();
  }

  #send() {
    const text = this.#input.value.trim();
    if (!text && !this.#blocks.length) {
      return;
    }
    const blocks = [...(text ? [{ type: "text", text }] : []), ...this.#blocks.map(({ block }) => block)];
    this.#blocks = [];
    this.#input.value = "";
    this.#typed();
    this.#actions.send(blocks);
    this.focus();
  }

  async #attach(files, event) {
    if (!files?.length) {
      return;
    }
    event?.preventDefault();
    this.#trouble = null;
    for (const file of files) {
      try {
        this.#blocks.push({ name: file.name, block: await blockOf(file, this.#state.capabilities) });
      } catch (error) {
        this.#trouble = error.message;
      }
    }
    this.#draw();
  }

  /** As tall as the text, up to a limit. */
  #fit() {
    this.#input.style.height = "auto";
    this.#input.style.height = `${Math.min(TALLEST, this.#input.scrollHeight)}px`;
  }

  // ---- drawing

  #draw() {
    const word = /^\/([\w-]*)$/.exec(this.#input.value)?.[1];
    this.#commands =
      word === undefined || this.#closed ? [] : (this.#state.commands ?? []).filter(({ name }) => name.startsWith(word));
    this.#selected = Math.min(this.#selected, Math.max(0, this.#commands.length - 1));
    render(this.#menu(), this.#form.querySelector(".commands"));
    render(this.#attached(), this.#form.querySelector(".attached"));
    render(this.#buttons(), this.#form.querySelector(".buttons"));
    const active = this.#commands.length ? `command-${this.#selected}` : null;
    this.#input.setAttribute("aria-expanded", String(active !== null));
    if (active) {
      this.#input.setAttribute("aria-activedescendant", active);
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  #menu() {
    return html`<ul id="commands" role="listbox" aria-label="Commands" ?hidden=${!this.#commands.length}>
      ${this.#commands.map(
        (command, i) => html`
          <li id="command-${i}" role="option" aria-selected=${i === this.#selected} @mousedown=${(event) => {
            event.preventDefault();
            this.#choose(command);
          }}>
            <b>/${command.name}</b> ${command.description}
          </li>`,
      )}
    </ul>`;
  }

  #attached() {
    return html`
      ${this.#blocks.map(
        (attachment) => html`
          <span class="chip">${icon("file")} ${attachment.name}
            <button type="button" aria-label="Remove ${attachment.name}" @click=${() => {
              this.#blocks = this.#blocks.filter((other) => other !== attachment);
              this.#draw();
            }}>${icon("close")}</button>
          </span>`,
      )}
      ${this.#trouble ? html`<span class="trouble" role="alert">${this.#trouble}</span>` : nothing}`;
  }

  #buttons() {
    const { image, audio, embeddedContext } = this.#state.capabilities ?? {};
    const accepts = embeddedContext ? "" : [image && "image/*", audio && "audio/*"].filter(Boolean).join();
    return html`
      ${image || audio || embeddedContext
        ? html`<label class="round" title="Attach a file">
            ${icon("attach")}<span class="unseen">Attach a file</span>
            <input class="unseen" type="file" multiple accept=${accepts} @change=${(event) => {
              this.#attach([...event.target.files]);
              event.target.value = "";
            }} />
          </label>`
        : nothing}
      ${this.#state.working
        ? html`<button type="button" class="round stop" @click=${() => this.#actions.stop()} title="Stop the agent">
            ${icon("stop")}<span class="unseen">Stop the agent</span>
          </button>`
        : nothing}
      <button type="submit" class="round send" title="Send">${icon("send")}<span class="unseen">Send</span></button>`;
  }
}
