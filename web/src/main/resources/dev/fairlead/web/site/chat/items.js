// SPDX-License-Identifier: Apache-2.0
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { diff } from "./diff.js";
import { icon } from "./icons.js";

const STATES = {
  pending: ["waiting", "waits"],
  in_progress: ["working", "at work"],
  completed: ["done", "done"],
  failed: ["failed", "failed"],
};

const ENTRY = {
  pending: ["circle", "to do"],
  in_progress: ["half", "being done"],
  completed: ["check", "done"],
};

/** The items of a conversation, as templates. What is said as markdown is put in by the transcript. */
export function itemTemplate(item, actions) {
  return TEMPLATES[item.kind](item, actions);
}

const TEMPLATES = {
  user: (item) => html`
    <article class="user" aria-label="You">
      ${item.blocks.map(blockTemplate)}
      ${item.state === "queued"
        ? html`<p class="state">${icon("clock")} Queued. It goes out once, as soon as it can.</p>`
        : nothing}
    </article>`,

  agent: (item) => html`
    <article class="agent" aria-label="Agent">
      <div class="markdown"></div>
      ${item.blocks.map(blockTemplate)}
    </article>`,

  thought: () => html`
    <details class="thought">
      <summary>${icon("thought")} Thought</summary>
      <div class="markdown"></div>
    </details>`,

  tool: (item) => {
    const [state, words] = STATES[item.status] ?? STATES.pending;
    const details = item.content.length > 0 || item.locations.length > 0;
    const head = html`
      <span class="mark ${state}">${icon(state)}</span>
      <span class="title">${item.title ?? "Tool call"}</span>
      <span class="words">${words}</span>`;
    return details
      ? html`
          <details class="tool" ?open=${item.content.some(({ type }) => type === "diff")}>
            <summary>${head}</summary>
            ${item.locations.map(({ path, line }) => html`<p class="path">${path}${line ? `:${line}` : ""}</p>`)}
            ${item.content.map(contentTemplate)}
          </details>`
      : html`<div class="tool plain">${head}</div>`;
  },

  plan: (item) => html`
    <section class="plan" aria-label="Plan">
      <h3>${icon("plan")} Plan <span class="words">${count(item.entries)}</span></h3>
      <ol>
        ${item.entries.map(({ content, status }) => {
          const [shape, words] = ENTRY[status] ?? ENTRY.pending;
          return html`<li class=${shape}>${icon(shape)}<span>${content}</span><span class="unseen">, ${words}</span></li>`;
        })}
      </ol>
    </section>`,

  permission: (item, { answer }) => html`
    <section class="permission ${item.chosen ? "settled" : ""}" aria-label="Permission">
      <h3>${icon("key")} ${item.chosen ? "Permission" : "The agent asks for your permission"}</h3>
      <p>${item.toolCall?.title ?? "It wants to go on."}</p>
      ${item.chosen
        ? html`<p class="words">${icon("check")} ${item.chosen.name}</p>`
        : html`<div class="choices">
            ${item.options.map(
              (option) =>
                html`<button class=${option.kind?.startsWith("allow") ? "allow" : "reject"} @click=${() => answer(item, option)}>
                  ${option.name}
                </button>`,
            )}
          </div>`}
    </section>`,

  notice: (item) => html`<p class="notice">${item.text}</p>`,

  error: (item) => html`<p class="error" role="alert">${icon("failed")} <span>${item.text}</span></p>`,

  doubt: (item, { resend }) => html`
    <section class="doubt" aria-label="Answer cut off">
      <p>${icon("failed")} <span>The answer was cut off, and how far the agent came is not known: ${item.reason} Nothing was sent again.</span></p>
      ${item.blocks ? html`<button @click=${() => resend(item)}>Send it again</button>` : nothing}
    </section>`,

  forgotten: (item, { renew }) => html`
    <section class="doubt" aria-label="Session forgotten">
      <p>${icon("failed")} <span>The agent has forgotten this session. What was said can still be read here; what is waiting, and what you
        write now, goes out in a new session. The agent says: ${item.reason}</span></p>
      <button @click=${renew}>Go on in a new session</button>
    </section>`,
};

function count(entries) {
  return `${entries.filter(({ status }) => status === "completed").length} of ${entries.length} done`;
}

function contentTemplate(part) {
  if (part.type === "diff") {
    return diffTemplate(part);
  }
  if (part.type === "content") {
    return html`<div class="output">${blockTemplate(part.content)}</div>`;
  }
  return html`<p class="path">${part.type}</p>`;
}

function diffTemplate({ path, oldText, newText }) {
  return html`
    <figure class="diff">
      <figcaption>${path}</figcaption>
      <pre tabindex="0">${diff(oldText ?? "", newText ?? "").map(
        ({ sign, text }) =>
          html`<span class=${{ "+": "added", "-": "removed", "…": "left-out" }[sign] ?? "same"}><span class="sign">${sign}</span>${text}
</span>`,
      )}</pre>
    </figure>`;
}

function blockTemplate(block) {
  switch (block.type) {
    case "text":
      return html`<p class="text">${block.text}</p>`;
    case "image":
      return html`<img alt="Picture" src="data:${safe(block.mimeType)};base64,${block.data}" />`;
    case "audio":
      return html`<audio controls src="data:${safe(block.mimeType)};base64,${block.data}"></audio>`;
    case "resource_link":
      return html`<p class="file">${icon("file")} ${block.name ?? block.uri}</p>`;
    case "resource":
      return html`<p class="file">${icon("file")} ${block.resource?.uri?.replace(/^.*\//, "") ?? "File"}</p>`;
    default:
      return html`<p class="file">${icon("file")} (${block.type})</p>`;
  }
}

/** A media type is letters and a slash, or it is none. */
function safe(type) {
  return /^(?:image|audio)\/[\w.+-]+$/.test(type ?? "") ? type : "application/octet-stream";
}
