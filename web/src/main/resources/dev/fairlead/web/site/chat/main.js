// SPDX-License-Identifier: Apache-2.0
import { html, nothing, render } from "../vendor/lit-html/lit-html.js";
import { TRANSPORTS } from "../fairlead/fairlead.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Drafts } from "./drafts.js";
import { icon } from "./icons.js";
import { Indicator } from "./indicator.js";
import { Sidebar } from "./sidebar.js";
import { settingsTemplate, usageTemplate } from "./settings.js";
import { Transcript } from "./transcript.js";

const CURRENT = "fairlead-session";
const NEW = "";
const HIDDEN = 250;

const $ = (selector) => document.querySelector(selector);
const endpoint = document.querySelector("meta[name=fairlead-endpoint]").content;
const asked = new URLSearchParams(location.search).get("transport");

const drafts = new Drafts();
const chat = new Chat(redraw, announce);
let current = sessionStorage.getItem(CURRENT) ?? NEW;
let creating = false;
let settled = false;
let workingSince = 0;
let frame = null;

const sidebar = new Sidebar($("#sidebar"), {
  create: () => select(NEW),
  select,
  close: (sessionId) => {
    chat.close(chat.conversations.get(sessionId));
    if (sessionId === current) {
      select(NEW);
    }
  },
});

const composer = new Composer($("#composer"), {
  send,
  stop: () => chat.cancel(conversation()),
  draft: (text) => drafts.write(current, text),
});

const transcript = new Transcript(
  $("#scroller"),
  {
    answer: (item, option) => {
      chat.answer(conversation(), item, option);
      composer.focus();
    },
    resend: (item) => send(item.blocks),
    renew,
  },
  (away) => ($("#to-end").hidden = !away),
);

const indicator = new Indicator(
  { badge: $("#badge"), strip: $("#strip"), details: $("#details") },
  chat,
  drafts,
  { enter },
);

function conversation() {
  return chat.conversations.get(current) ?? null;
}

// ---- what the user does

function select(sessionId, folder) {
  current = sessionId;
  sessionStorage.setItem(CURRENT, sessionId);
  document.body.classList.remove("sidebar-open");
  composer.text = drafts.text(sessionId);
  composer.focus();
  if (sessionId && !chat.conversations.has(sessionId)) {
    chat.load(sessionId, folder).catch(() => {}); // it is shown
  }
  redraw();
}

/** Goes on in a new session, with what waits and what is typed. */
function renew() {
  drafts.move(current, NEW);
  select(NEW);
}

/** The session that was shown last is loaded if this page does not know it; one that was closed elsewhere is left. */
function settle() {
  if (current && !chat.conversations.has(current)) {
    if (settled) {
      renew();
    } else {
      select(current, sidebar.folder);
    }
  }
  settled = true;
}

function send(blocks) {
  if (conversation()?.forgotten) {
    renew();
  }
  drafts.put(current, blocks);
  transcript.toEnd();
  redraw();
}

async function enter(token) {
  const response = await fetch(`${endpoint}/cookie`, { method: "POST", headers: { Authorization: `Bearer ${token}` } });
  if (response.ok) {
    location.reload();
  } else {
    announce("The token is not right.");
    $("#strip .said").textContent = "The token is not right.";
  }
}

/** Sends what waits, where nothing is in its way: one prompt at a time in a session, and only when somebody is there to take it. */
async function sendQueued() {
  if (!chat.ready || chat.status.phase !== "live") {
    return;
  }
  if (drafts.queue(NEW).length && !creating) {
    await begin();
  }
  for (const each of chat.conversations.values()) {
    if (each.turn === null && !each.isLoading && !each.stale && drafts.queue(each.sessionId).length) {
      chat.prompt(each, drafts.take(each.sessionId).blocks);
    }
  }
}

async function begin() {
  creating = true;
  try {
    const { sessionId } = await chat.create(sidebar.folder);
    drafts.move(NEW, sessionId);
    if (current === NEW) {
      current = sessionId;
      sessionStorage.setItem(CURRENT, sessionId);
    }
  } catch (error) {
    if (error.name !== "Failure") {
      drafts.take(NEW);
      announce(error.message);
      $("#strip .said").textContent = error.message;
    }
  } finally {
    creating = false;
    redraw();
  }
}

// ---- what is shown

function announce(text) {
  $("#announcer").textContent = text;
}

/** Draws with the next frame; a page that is hidden has none, and yet sends what waits. */
function redraw() {
  frame ??= document.visibilityState === "visible" ? requestAnimationFrame(draw) : setTimeout(draw, HIDDEN);
}

function draw() {
  frame = null;
  if (!chat.connection) {
    return;
  }
  if (chat.ready && chat.caughtUp) {
    settle();
  }
  sendQueued();
  const shown = conversation();
  const queued = drafts.queue(current);
  sidebar.show(chat, current);
  indicator.show();
  $("#title").textContent = shown?.title ?? "New session";
  document.title = `${asksAnywhere() ? "● " : ""}${shown?.title ?? "Fairlead"}`;
  render(shown && !shown.stale ? settingsTemplate(shown, chat) : nothing, $("#settings"));
  render(shown ? usageTemplate(shown) : nothing, $("#usage"));
  const empty = !(shown?.items.length || shown?.isLoading || queued.length);
  $("#empty").hidden = !empty;
  if (empty) {
    render(emptyTemplate(), $("#empty"));
  }
  transcript.show(shown ?? NOBODY, queued);
  composer.show({
    commands: shown?.commands ?? [],
    working: Boolean(shown?.turn),
    capabilities: chat.capabilities.promptCapabilities ?? {},
  });
  drawWorking(shown);
}

const NOBODY = { items: [], takeChanged: () => new Set() };

function drawWorking(shown) {
  const working = Boolean(shown?.turn);
  $("#working").hidden = !working && !shown?.isLoading;
  workingSince = working ? workingSince || Date.now() : 0;
  const seconds = Math.round((Date.now() - workingSince) / 1000);
  const words = shown?.isLoading ? "The agent is loading the session" : `The agent is at work${seconds > 2 ? ` for ${seconds} s` : ""}`;
  $("#working .for").textContent = words;
  chat.connection.expecting = working;
}

function asksAnywhere() {
  return [...chat.conversations.values()].some(({ items }) => items.some((item) => item.kind === "permission" && !item.chosen));
}

function emptyTemplate() {
  const { name, title } = chat.agent?.agentInfo ?? {};
  return html`
    <img src="${new URL("mark.svg", import.meta.url).href}" alt="" width="56" height="56" />
    <h2>${title ?? name ?? "Talk to the agent"}</h2>
    <p>Whatever happens on the way, nothing that either of you says is lost or said twice.</p>
    ${name?.includes("demo")
      ? html`<ul>
          ${TRIALS.map(([what, text]) => html`<li><button @click=${() => send([{ type: "text", text }])}><b>${what}</b> ${text}</button></li>`)}
        </ul>`
      : nothing}`;
}

const TRIALS = [
  ["Take a tour", "tour"],
  ["Be asked first", "ask permission"],
  ["Pull the plug", "stream 500 chunks every 20 ms"],
];

// ---- begin

render(icon("menu"), $("#menu"));
render(icon("link"), $("#badge"));
render(html`${icon("down")} Newest`, $("#to-end"));
$("#to-end").addEventListener("click", () => transcript.toEnd());
$("#shade").hidden = false;
for (const target of [$("#menu"), $("#shade")]) {
  target.addEventListener("click", () => {
    const open = document.body.classList.toggle("sidebar-open");
    $("#menu").setAttribute("aria-expanded", String(open));
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.body.classList.remove("sidebar-open");
  }
});
composer.text = drafts.text(current);
composer.focus();
setInterval(redraw, 500); // countdowns and ages
document.addEventListener("visibilitychange", () => {
  frame = null; // what was asked of the other state may never come
  redraw();
});
chat.open(endpoint, asked === "auto" || TRANSPORTS.includes(asked) ? asked : undefined);
