// SPDX-License-Identifier: Apache-2.0

/** Copies a text, and says so on the button; without the clipboard, which only secure pages have, by selecting it. */
export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    button.after(area);
    area.select();
    const done = document.execCommand("copy");
    button.textContent = done ? "Copied" : "Select and copy it";
    if (done) {
      area.remove();
      button.focus();
    }
  }
}
