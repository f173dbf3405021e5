/**
 * Runs named checks one after the other and prints one line for each: `ok NAME` or `FAILED NAME: why`.
 *
 * A check that fails does not stop those after it; `require` does, by throwing, for what nothing can follow.
 */
export class Checks {
  failures = 0;

  async run(name, body) {
    try {
      const value = await body();
      console.log(`ok ${name}`);
      return value;
    } catch (error) {
      this.fail(name, error);
      return undefined;
    }
  }

  async require(name, body) {
    const before = this.failures;
    const value = await this.run(name, body);
    if (this.failures > before) {
      throw new NothingFollows(name);
    }
    return value;
  }

  fail(name, error) {
    this.failures++;
    console.log(`FAILED ${name}: ${oneLine(error)}`);
  }
}

/** Ends a scenario whose next steps need what just failed. */
export class NothingFollows extends Error {
  constructor(name) {
    super(`nothing can follow '${name}'`);
  }
}

/** Fails with `expected … but was …` unless both are the same JSON. */
export function expectEqual(what, actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${what}: expected ${JSON.stringify(expected)} but was ${JSON.stringify(actual)}`);
  }
}

export function expectThat(condition, why) {
  if (!condition) {
    throw new Error(why);
  }
}

/** Settles as `promise` does, or fails after `millis` with a sentence that names what was awaited. */
export async function within(millis, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not happen within ${millis} ms`)), millis);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function oneLine(error) {
  const code = error?.code === undefined ? "" : ` (code ${error.code})`;
  const cause = error?.cause?.message ? `, caused by ${error.cause.message}` : "";
  const text = error instanceof Error ? `${error.message}${code}${cause}` : JSON.stringify(error);
  return String(text).replace(/\s+/g, " ").slice(0, 600);
}
