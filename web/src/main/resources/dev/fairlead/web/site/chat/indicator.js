// SPDX-License-Identifier: Apache-2.0
import { html, nothing, render } from "../vendor/lit-html/lit-html.js";
import { NAMES, TRANSPORTS } from "../fairlead/fairlead.js";
import { copy } from "./copy.js";
import { icon } from "./icons.js";

/** What takes less long is not worth a word. */
const BRIEF = 700;

/** Tells how the page is connected: hardly anything while all is well, otherwise the truth in words. */
export class Indicator {
  #badge;
  #strip;
  #details;
  #chat;
  #drafts;
  #actions;
  #said = "";
  #liveAt = Date.now();

  /**
   * @param {object} places `badge`, `strip` and `details`, where it draws
   * @param {object} actions `enter(token)`
   */
  constructor({ badge, strip, details }, chat, drafts, actions) {
    this.#badge = badge;
    this.#strip = strip;
    this.#details = details;
    this.#chat = chat;
    this.#drafts = drafts;
    this.#actions = actions;
    badge.addEventListener("click", () => {
      this.#details.showModal();
      this.show();
    });
  }

  show() {
    const { status } = this.#chat;
    const now = Date.now();
    if (status.phase === "live") {
      this.#liveAt = now;
    }
    const brief = !["live", "refused"].includes(status.phase) && now - this.#liveAt < BRIEF;
    const trouble = brief ? null : this.#trouble(status, now);
    const shape = status.phase !== "live" ? "broken" : status.doubtful ? "doubt" : "link";
    const words = trouble?.short ?? (status.phase === "live" ? NAMES[status.transport] : "Connecting");
    const plain = !trouble && status.why === null;
    this.#badge.classList.toggle("quiet", plain);
    this.#badge.dataset.state = trouble ? trouble.state : status.phase === "live" ? "well" : "searching";
    this.#badge.dataset.transport = status.transport ?? "";
    render(
      html`${icon(shape)}<span class=${plain ? "unseen" : ""}>${words}</span>
        ${trouble?.why ? html`<span class="why">${trouble.why}</span>` : nothing}`,
      this.#badge,
    );
    this.#badge.setAttribute("aria-label", `Connection: ${words}`);
    this.#badge.title = plain ? `Connected by ${words}` : [words, trouble?.why].filter(Boolean).join(": ");
    this.#strip.hidden = !trouble?.text;
    this.#strip.dataset.state = trouble?.state ?? "";
    this.#drawStrip(trouble, status);
    if (this.#details.open) {
      render(this.#panel(status, now), this.#details);
    }
  }

  // ---- in words

  #trouble(status, now) {
    const queued = this.#drafts.waiting;
    const waiting = queued ? ` ${queued === 1 ? "One message waits" : `${queued} messages wait`} and will go out once.` : "";
    switch (status.phase) {
      case "live":
        if (status.doubtful) {
          const age = Math.round((now - status.heardAt) / 1000);
          return { state: "doubtful", short: "No answer", text: `Nothing has come for ${age} s. The link is being checked.${waiting}` };
        }
        return status.why
          ? { state: "lower", short: NAMES[status.transport], why: status.why, text: null }
          : null;
      case "searching":
        return {
          state: "searching",
          short: status.attempt ? "Reconnecting" : "Connecting",
          text: `${status.attempt ? "Reconnecting" : "Connecting"} …${status.detail ? ` ${status.detail}` : ""}${waiting}`,
        };
      case "waiting": {
        const seconds = Math.max(0, Math.ceil((status.retryAt - now) / 1000));
        return {
          state: "waiting",
          short: "Not connected",
          text: `Not connected. ${status.detail} Attempt ${status.attempt} ${seconds ? `in ${seconds} s` : "now"}.${waiting}`,
          retry: true,
        };
      }
      case "refused":
        return {
          state: "refused",
          short: "Refused",
          text: status.detail,
          token: status.detail === "The gateway wants a token.",
        };
      default:
        return { state: "ended", short: "Closed", text: "The connection is closed." };
    }
  }

  #drawStrip(trouble, status) {
    const text = trouble?.text ?? "";
    render(
      html`
        ${icon(status.phase === "live" ? "doubt" : "broken")}
        <span class="said">${text}</span>
        ${trouble?.retry ? html`<button @click=${() => this.#chat.connection.retryNow()}>Retry now</button>` : nothing}
        ${trouble?.token ? this.#tokenForm() : nothing}
        <button class="link" @click=${() => this.#badge.click()}>Details</button>`,
      this.#strip,
    );
    const spoken = text.replace(/\d+ s/g, "");
    if (spoken !== this.#said) {
      this.#said = spoken;
      document.querySelector("#connection-words").textContent = text;
    }
  }

  #tokenForm() {
    return html`
      <form class="token" @submit=${(event) => {
        event.preventDefault();
        this.#actions.enter(new FormData(event.target).get("token"));
      }}>
        <input name="token" type="password" required autocomplete="current-password" aria-label="Token" placeholder="Token" />
        <button>Enter</button>
      </form>
      <span>or open the link that the gateway printed when it started.</span>`;
  }

  // ---- the details

  #panel(status, now) {
    const setting = this.#chat.connection.transport;
    const rows = [
      ["Now", status.phase === "live" ? `${NAMES[status.transport]}, for ${ago(now - status.since)}` : this.#trouble(status, now).text],
      ...(status.why ? [["Why not better", status.why]] : []),
      ["Last byte", status.heardAt ? `${ago(now - status.heardAt)} ago` : "none yet"],
      ["Waiting to go out", String(this.#drafts.waiting + status.unaccepted)],
    ];
    return html`
      <header>
        <h2>Connection</h2>
        <button class="round" @click=${() => this.#details.close()}>${icon("close")}<span class="unseen">Close</span></button>
      </header>
      <dl>${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <fieldset>
        <legend>Transport</legend>
        ${["auto", ...TRANSPORTS].map(
          (id) => html`
            <label>
              <input type="radio" name="transport" value=${id} .checked=${setting === id} @change=${() => {
                this.#chat.connection.transport = id;
              }} />
              ${id === "auto" ? "The best that works" : NAMES[id]}
            </label>`,
        )}
      </fieldset>
      <h3>What happened</h3>
      <ol class="history" tabindex="0" aria-label="What happened">
        ${status.history.map(({ at, text }) => html`<li><time>${clock(at)}</time> ${text}</li>`)}
      </ol>
      <button class="copy" @click=${(event) => copy(this.#report(status), event.target)}>Copy for the network team</button>`;
  }

  #report(status) {
    return [
      `Fairlead connection history, ${new Date().toISOString()}`,
      `Page: ${location.origin}${location.pathname}`,
      `Browser: ${navigator.userAgent}`,
      `State: ${status.phase}, transport: ${status.transport ?? "none"}, why not better: ${status.why ?? "-"}`,
      ...status.history.map(({ at, text }) => `${new Date(at).toISOString()} ${text}`),
    ].join("\n");
  }
}

function ago(millis) {
  const seconds = Math.round(millis / 1000);
  return seconds < 90 ? `${seconds} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function clock(at) {
  return new Date(at).toLocaleTimeString([], { hour12: false });
}
