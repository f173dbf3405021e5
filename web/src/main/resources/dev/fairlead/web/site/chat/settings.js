// SPDX-License-Identifier: Apache-2.0
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** The modes and options of a session. */
export function settingsTemplate(conversation, chat) {
  const { modes, options } = conversation;
  return html`
    ${modes?.availableModes?.length && !options?.some(({ category }) => category === "mode")
      ? selectTemplate(
          "Mode",
          modes.currentModeId,
          modes.availableModes.map(({ id, name, description }) => ({ value: id, name, description })),
          (value) => chat.setMode(conversation, value),
        )
      : nothing}
    ${options.map((option) => OPTIONS[option.type ?? "select"]?.(option, (value) => chat.setOption(conversation, option.id, value)))}`;
}

/** By type; an option of a type that is not known here is left alone. */
const OPTIONS = {
  select: ({ name, currentValue, options }, change) =>
    selectTemplate(
      name,
      currentValue,
      options.flatMap((choice) => choice.options ?? [choice]),
      change,
    ),
  boolean: ({ name, description, currentValue }, change) => html`
    <label class="switch" title=${description ?? ""}>
      <input type="checkbox" .checked=${currentValue} @change=${(event) => change(event.target.checked).catch(() => {})} />
      ${name}
    </label>`,
};

function selectTemplate(label, current, choices, change) {
  return html`
    <select aria-label=${label} title=${label} @change=${(event) => change(event.target.value).catch(() => {})}>
      ${choices.map(
        ({ value, name, description }) =>
          html`<option value=${value} .selected=${value === current} title=${description ?? ""}>${name}</option>`,
      )}
    </select>`;
}

/** How much of a session's context is used, if that is known. */
export function usageTemplate({ usage }) {
  if (!usage?.size) {
    return nothing;
  }
  const { used, size } = usage;
  const percent = Math.min(100, Math.round((used / size) * 100));
  const title = `${used.toLocaleString()} of ${size.toLocaleString()} tokens`;
  return html`<span class="usage ${percent >= 80 ? "much" : ""}" title=${title}>${percent} % of context</span>`;
}
