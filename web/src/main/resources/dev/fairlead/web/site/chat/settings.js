// SPDX-License-Identifier: Apache-2.0
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** The modes and options of a session, and how much of its context is used. */
export function settingsTemplate(conversation, chat) {
  const { modes, options, usage } = conversation;
  return html`
    ${usage?.size ? usageTemplate(usage) : nothing}
    ${modes?.availableModes?.length && !options?.some(({ category }) => category === "mode")
      ? selectTemplate(
          "Mode",
          modes.currentModeId,
          modes.availableModes.map(({ id, name, description }) => ({ value: id, name, description })),
          (value) => chat.setMode(conversation, value),
        )
      : nothing}
    ${options.map(({ id, name, currentValue, options: choices }) =>
      selectTemplate(
        name,
        currentValue,
        choices.flatMap((choice) => choice.options ?? [choice]),
        (value) => chat.setOption(conversation, id, value),
      ),
    )}`;
}

function selectTemplate(label, current, choices, change) {
  return html`
    <select aria-label=${label} title=${label} @change=${(event) => change(event.target.value).catch(() => {})}>
      ${choices.map(
        ({ value, name, description }) =>
          html`<option value=${value} .selected=${value === current} title=${description ?? ""}>${name}</option>`,
      )}
    </select>`;
}

function usageTemplate({ used, size }) {
  const percent = Math.min(100, Math.round((used / size) * 100));
  const title = `${used.toLocaleString()} of ${size.toLocaleString()} tokens`;
  return html`<span class="usage ${percent >= 80 ? "much" : ""}" title=${title}>${percent} % of context</span>`;
}
