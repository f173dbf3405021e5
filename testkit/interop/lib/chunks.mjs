import { expectEqual, expectThat } from "./checks.mjs";

/** The prompt that makes the demo agent stream numbered chunks. */
export function streamPrompt(count, everyMillis, bytes) {
  return `stream ${count} chunks every ${everyMillis} ms of ${bytes} bytes`;
}

/**
 * Fails unless the texts are `count` chunks of `bytes` bytes, all there, in order, once.
 *
 * The first decimal number in a chunk is its number; numbering may begin at 0 or at 1.
 */
export function expectChunks(texts, count, bytes) {
  const numbers = texts.map(chunkNumber);
  expectThat(numbers.length > 0, "no chunk arrived");
  const first = numbers[0] === 0 ? 0 : 1;
  expectEqual("chunk numbers", numbers, Array.from({ length: count }, (_, i) => i + first));
  const sizes = [...new Set(texts.map((text) => Buffer.byteLength(text)))];
  expectEqual("sizes of the chunks", sizes, [bytes]);
}

/** Fails unless the texts are chunks in order, once, from the first on; for a turn that was cut short. */
export function expectChunksSoFar(texts) {
  const numbers = texts.map(chunkNumber);
  const first = numbers[0] === 0 ? 0 : 1;
  expectEqual("chunk numbers", numbers, numbers.map((_, i) => i + first));
}

function chunkNumber(text) {
  const digits = /\d+/.exec(text);
  expectThat(digits, `a chunk has no number in it: ${JSON.stringify(text)}`);
  return Number(digits[0]);
}
