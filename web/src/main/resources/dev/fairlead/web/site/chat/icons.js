// SPDX-License-Identifier: Apache-2.0
import { svg } from "../vendor/lit-html/lit-html.js";

const SHAPES = {
  attach: svg`<path d="M11.5 6.5 7 11a1.8 1.8 0 0 1-2.6-2.6l5-5a3 3 0 0 1 4.2 4.2l-5.2 5.2a4.3 4.3 0 0 1-6-6L6.6 2.6"/>`,
  check: svg`<path d="m3 8.5 3.2 3.2L13 4.8"/>`,
  circle: svg`<circle cx="8" cy="8" r="4.5"/>`,
  clock: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2 1.3"/>`,
  close: svg`<path d="m4 4 8 8m0-8-8 8"/>`,
  done: svg`<path d="m3 8.5 3.2 3.2L13 4.8"/>`,
  down: svg`<path d="M8 3v10m-4-4 4 4 4-4"/>`,
  failed: svg`<path d="M8 2.5 14.2 13H1.8zM8 6.5v3m0 1.6v.2"/>`,
  file: svg`<path d="M4 2h5l3 3v9H4zM9 2v3h3"/>`,
  half: svg`<circle cx="8" cy="8" r="4.5"/><path d="M8 3.5a4.5 4.5 0 0 1 0 9z" fill="currentColor"/>`,
  key: svg`<circle cx="5.2" cy="10.8" r="2.7"/><path d="m7.2 8.8 6-6m-2.6 2.6 1.9 1.9"/>`,
  menu: svg`<path d="M2.5 4.5h11m-11 3.5h11m-11 3.5h11"/>`,
  plan: svg`<path d="M6.5 4h7m-7 4h7m-7 4h7M2.5 4h.5m-.5 4h.5m-.5 4h.5"/>`,
  plus: svg`<path d="M8 3v10M3 8h10"/>`,
  send: svg`<path d="M8 13.5v-11m-4.5 4.5L8 2.5 12.5 7"/>`,
  stop: svg`<rect x="4" y="4" width="8" height="8" rx="1.5" fill="currentColor"/>`,
  thought: svg`<path d="M3 7a4.6 4.6 0 0 1 9-1.2A3.2 3.2 0 0 1 11.5 12H5.6A3 3 0 0 1 3 7zM4 14.2h.2"/>`,
  waiting: svg`<circle cx="8" cy="8" r="5" stroke-dasharray="2.2 2.4"/>`,
  working: svg`<path d="M8 2.8A5.2 5.2 0 1 1 2.8 8"/>`,
  link: svg`<circle cx="8" cy="8" r="4.8"/><path d="M1.5 9.5c3 1.6 4.6-3 7-3s3.6 2.4 6 1.2"/>`,
  broken: svg`<path d="M6.2 3.4A4.8 4.8 0 0 0 4 10.6m5.8 2A4.8 4.8 0 0 0 12 5.4M2.5 13.5l11-11"/>`,
  doubt: svg`<circle cx="8" cy="8" r="5.5" stroke-dasharray="3 2"/><path d="M8 5v3.4m0 2v.3"/>`,
};

/** A picture that says nothing by itself: words stand beside it, or a label on what it is in. */
export function icon(name) {
  return svg`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor"
    stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${SHAPES[name]}</svg>`;
}
