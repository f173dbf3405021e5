// SPDX-License-Identifier: Apache-2.0

const LARGEST = 1_000_000;
const CONTEXT = 3;

/**
 * Compares two texts line by line. Returns `{sign, text}` for each line to be shown: `+`, `-`, a space for context, or `…` where lines
 * that are the same were left out.
 */
export function diff(before, after) {
  const old = lines(before);
  const now = lines(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) {
    head++;
  }
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) {
    tail++;
  }
  const same = (line) => ({ sign: " ", text: line });
  return fold([
    ...old.slice(0, head).map(same),
    ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...old.slice(old.length - tail).map(same),
  ]);
}

function lines(text) {
  return text ? text.replace(/\n$/, "").split("\n") : [];
}

/** Finds the longest common run of lines, if the texts are not too large for it. */
function middle(old, now) {
  const removed = old.map((text) => ({ sign: "-", text }));
  const added = now.map((text) => ({ sign: "+", text }));
  if (old.length * now.length > LARGEST || !old.length || !now.length) {
    return [...removed, ...added];
  }
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        old[i] === now[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const result = [];
  let i = 0;
  let j = 0;
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      result.push({ sign: " ", text: old[i] });
      i++;
      j++;
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
      result.push(removed[i++]);
    } else {
      result.push(added[j++]);
    }
  }
  return [...result, ...removed.slice(i), ...added.slice(j)];
}

/** Leaves out what is far from any change. */
function fold(all) {
  const near = all.map((line, i) => all.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ sign }) => sign !== " "));
  return all.flatMap((line, i) => (near[i] ? [line] : near[i - 1] || i === 0 ? [{ sign: "…", text: "" }] : []));
}
