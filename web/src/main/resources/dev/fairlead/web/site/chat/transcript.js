// SPDX-License-Identifier: Apache-2.0
import { render } from "../vendor/lit-html/lit-html.js";
import { itemTemplate } from "./items.js";
import { MarkdownView } from "./markdown.js";

const PAGE = 60;
const MOST = 400;
const NEAR = 60;

/** Shows the items of a conversation. Only those that changed are drawn again, and of a long conversation only the end stands there. */
export class Transcript {
  #scroller;
  #list;
  #earlier;
  #actions;
  #conversation = null;
  #queued = [];
  #shown = new Map();
  #first = 0;
  #following = true;

  /**
   * @param {HTMLElement} scroller what scrolls; holds `.earlier` and `.items`
   * @param {object} actions what items can do, see `itemTemplate`
   * @param {(away: boolean) => void} onAway hears whether the end is out of sight
   */
  constructor(scroller, actions, onAway) {
    this.#scroller = scroller;
    this.#list = scroller.querySelector(".items");
    this.#earlier = scroller.querySelector(".earlier");
    this.#actions = actions;
    scroller.addEventListener("scroll", () => {
      this.#following = this.#distance() < NEAR;
      onAway(!this.#following);
    });
    this.#earlier.addEventListener("click", () => this.#showEarlier());
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.#showEarlier(), { root: scroller }).observe(this.#earlier);
  }

  /** Shows what is new of a conversation; `queued` stands behind it. */
  show(conversation, queued) {
    this.#queued = queued;
    const items = [...conversation.items, ...queued];
    const changed = conversation.takeChanged();
    if (conversation !== this.#conversation) {
      this.#conversation = conversation;
      this.#clear();
      this.#first = Math.max(0, items.length - PAGE);
      this.#following = true;
    }
    if (items.length - this.#first > MOST && this.#following) {
      this.#first = items.length - PAGE;
    }
    this.#first = Math.min(this.#first, Math.max(0, items.length - 1));
    const wanted = items.slice(this.#first);
    const kept = new Set(wanted);
    for (const [item, { element }] of this.#shown) {
      if (!kept.has(item)) {
        element.remove();
        this.#shown.delete(item);
      }
    }
    wanted.forEach((item, i) => this.#place(item, i, changed.has(item)));
    this.#earlier.hidden = this.#first === 0;
    if (this.#following) {
      this.toEnd();
    }
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #distance() {
    return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight;
  }

  #clear() {
    this.#list.replaceChildren();
    this.#shown.clear();
  }

  #place(item, index, changed) {
    let shown = this.#shown.get(item);
    if (!shown) {
      const element = document.createElement("div");
      element.className = `item ${item.kind}-item`;
      shown = { element, markdown: null };
      this.#shown.set(item, shown);
      changed = true;
    }
    if (this.#list.children[index] !== shown.element) {
      this.#list.insertBefore(shown.element, this.#list.children[index] ?? null);
    }
    if (changed) {
      render(itemTemplate(item, this.#actions), shown.element);
      if (item.text !== undefined && (item.kind === "agent" || item.kind === "thought")) {
        shown.markdown ??= new MarkdownView(shown.element.querySelector(".markdown"));
        shown.markdown.show(item.text);
      }
    }
  }

  #showEarlier() {
    if (this.#conversation && this.#first > 0) {
      const before = this.#scroller.scrollHeight - this.#scroller.scrollTop;
      this.#first = Math.max(0, this.#first - PAGE);
      this.#following = false;
      this.show(this.#conversation, this.#queued);
      this.#scroller.scrollTop = this.#scroller.scrollHeight - before;
    }
  }
}
