// SPDX-License-Identifier: Apache-2.0
import { marked } from "../vendor/marked/marked.esm.js";
import DOMPurify from "../vendor/dompurify/purify.es.js";
import { copy } from "./copy.js";

/** A block that is larger is shown as it is: no parser is to be had with a megabyte of brackets. */
const LARGEST = 20_000;
/** A block whose parsing takes longer, in milliseconds, is shown as it is too. */
const LONGEST = 80;
/** Who is slow with one that is no larger than this is the machine. */
const SMALL = 2_000;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

const ALLOWED = {
  ALLOWED_TAGS: [
    "a", "b", "blockquote", "br", "code", "del", "details", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "input",
    "kbd", "li", "mark", "ol", "p", "pre", "s", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
  ],
  ALLOWED_ATTR: ["href", "src", "alt", "title", "start", "align", "class", "checked", "disabled", "type"],
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#|data:image\/(?:png|jpeg|gif|webp);base64,)/i,
  RETURN_DOM_FRAGMENT: true,
};

/** Markup in the text is shown as text, but for tags that only say how something looks. */
const HARMLESS = /&lt;(\/?(?:b|br|del|details|em|hr|i|kbd|mark|s|strong|sub|summary|sup)) ?\/?&gt;/gi;

marked.use({
  renderer: {
    html: ({ text: markup }) =>
      markup.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replace(HARMLESS, "<$1>"),
  },
});

const text = DOMPurify(window);
const code = DOMPurify(window);

text.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  } else if (node.tagName === "IMG" && !(node.getAttribute("src") ?? "").startsWith("data:")) {
    node.replaceWith(linkTo(node)); // nothing is fetched from others
  } else if (node.tagName === "INPUT" && node.getAttribute("type") !== "checkbox") {
    node.remove();
  }
  if (node.hasAttribute?.("class") && !/^language-[\w+#-]+$/.test(node.getAttribute("class"))) {
    node.removeAttribute("class");
  }
});

function linkTo(image) {
  const source = image.getAttribute("src");
  const link = document.createElement(source ? "a" : "span");
  link.textContent = image.getAttribute("alt") || source || "(a picture)";
  if (source) {
    link.href = source;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return link;
}

/**
 * Shows a text that grows, as markdown. Blocks that are complete are parsed once; the last one again whenever it grows, and the longer
 * that takes, the less often.
 */
export class MarkdownView {
  #element;
  #shown = "";
  #settled = 0;
  #tail;
  #fence = null;
  #scanned = 0;
  #last = 0;
  #cost = 0;
  #timer = null;
  #heavy = null;

  constructor(element) {
    this.#element = element;
    this.#tail = this.#section();
  }

  /** Shows a text; usually what was shown before, and more. */
  show(text) {
    if (!text.startsWith(this.#shown.slice(0, 64)) || text.length < this.#shown.length) {
      this.#restart();
    }
    this.#shown = text;
    const wait = this.#cost * 6 - (performance.now() - this.#last);
    if (wait > 0) {
      this.#timer ??= setTimeout(() => this.#draw(), wait);
    } else {
      this.#draw();
    }
  }

  #restart() {
    this.#element.replaceChildren();
    this.#tail = this.#section();
    this.#settled = this.#scanned = 0;
    this.#fence = null;
  }

  #draw() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const begin = performance.now();
    this.#settle();
    this.#fill(this.#tail, this.#shown.slice(this.#settled), false);
    this.#last = performance.now();
    this.#cost = this.#last - begin;
  }

  /** Finds the ends of blocks: blank lines outside of fences, where the next line is not indented. */
  #settle() {
    const shown = this.#shown;
    let boundary = -1;
    for (let end = shown.indexOf("\n", this.#scanned); end >= 0; end = shown.indexOf("\n", this.#scanned)) {
      const line = shown.slice(this.#scanned, end);
      const fence = FENCE.exec(line);
      if (this.#fence) {
        if (fence && fence[1].startsWith(this.#fence) && fence[2].trim() === "") {
          this.#fence = null;
        }
      } else if (fence) {
        this.#fence = fence[1];
      }
      if (!this.#fence && line.trim() === "" && end + 1 < shown.length && !/\s/.test(shown[end + 1])) {
        boundary = end + 1;
        this.#finish(shown.slice(this.#settled, boundary));
        this.#settled = boundary;
      } else if (!this.#fence && line.trim() === "" && end + 1 >= shown.length) {
        return; // the next line decides
      }
      this.#scanned = end + 1;
    }
  }

  #finish(block) {
    if (block.trim() === "") {
      return;
    }
    this.#fill(this.#tail, block, true);
    this.#tail = this.#section();
  }

  #section() {
    const section = document.createElement("div");
    section.className = "block";
    this.#element.append(section);
    return section;
  }

  #fill(section, block, complete) {
    if (block.length > LARGEST || this.#heavy === section) {
      showPlain(section, block);
      return;
    }
    const begin = performance.now();
    const html = marked.parse(block, { async: false, gfm: true });
    if (block.length > SMALL && performance.now() - begin > LONGEST) {
      this.#heavy = section;
    }
    section.replaceChildren(text.sanitize(html, ALLOWED));
    if (complete) {
      section.querySelectorAll("pre > code").forEach(colour);
      section.querySelectorAll("pre").forEach(offerCopy);
    }
    section.querySelectorAll("pre").forEach((pre) => pre.setAttribute("tabindex", "0"));
    section.querySelectorAll("input").forEach((box) => box.setAttribute("aria-label", "done"));
  }
}

/** Shows a block as it is; only what has come since the last time is put in. */
function showPlain(section, block) {
  let text = section.firstChild;
  if (!section.classList.contains("plain")) {
    section.classList.add("plain");
    text = document.createTextNode("");
    section.replaceChildren(text);
  }
  text.appendData(block.slice(text.length));
}

/** Colours a piece of code if its language is known. */
function colour(element) {
  const language = /language-([\w+#-]+)/.exec(element.className)?.[1];
  const { hljs } = globalThis;
  if (language && hljs?.getLanguage(language)) {
    const { value } = hljs.highlight(element.textContent, { language, ignoreIllegals: true });
    element.replaceChildren(code.sanitize(value, { ALLOWED_TAGS: ["span"], ALLOWED_ATTR: ["class"], RETURN_DOM_FRAGMENT: true }));
  }
}

/** Puts a button beside a piece of code that copies it. */
function offerCopy(pre) {
  const frame = document.createElement("div");
  const button = document.createElement("button");
  frame.className = "piece";
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", () => copy(pre.textContent, button));
  pre.replaceWith(frame);
  frame.append(pre, button);
}
