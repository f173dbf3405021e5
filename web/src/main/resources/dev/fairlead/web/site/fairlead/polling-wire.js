// SPDX-License-Identifier: Apache-2.0
import { Failure } from "./failure.js";
import { stir } from "./stir.js";

const LONG = 25_000;
/** While something is expected: silence is noticed so much earlier. */
const SHORT = 1000;
const LEAST = 1000;
/** How long an answer may take beside the wait; after each failure so much more. A socket that is dead costs no more. */
const MARGIN = 2000;
const PROOF = 3000;
const BYTES_PER_MILLI = 10;
const BRIEF = 250;
const PAUSE = 1500;
const MOST_MESSAGES = 64;

/**
 * Both ways by long polling (wire.md 2.3). Everything is in the bodies, for networks that eat headers and hold streams. What goes up ends
 * the poll that waits: a newer poll takes its place.
 */
export class PollingWire {
  static id = "polling";
  static acknowledges = null; // each poll names the cursor

  #context;
  #listener = null;
  #outgoing = [];
  #number = 0;
  #longest = LONG;
  #current = null;
  #scheduled = false;
  #mayWait = false;
  #failures = 0;

  constructor(context) {
    this.#context = context;
  }

  get id() {
    return PollingWire.id;
  }

  /** Asks for nothing; resolves when the answer has come. */
  async prove() {
    await this.#ask({}, PROOF, new AbortController());
  }

  start(listener) {
    this.#listener = listener;
    listener.onAttached({});
    this.#schedule();
  }

  send(entry) {
    if (!this.#outgoing.some(({ sequence }) => sequence === entry.sequence)) {
      this.#outgoing.push(entry);
    }
    this.#schedule();
    return true;
  }

  acknowledge() {
    return true;
  }

  /** The next poll is the sign of life. */
  ping() {
    return false;
  }

  /** How much of a request has gone is not to be seen. */
  rises() {
    return false;
  }

  close() {
    this.#listener = null;
    this.#current?.stop.abort();
  }

  /** What is sent in one go goes in one poll. */
  #schedule() {
    if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(() => this.#poll());
    }
  }

  async #poll() {
    this.#scheduled = false;
    if (!this.#listener || (this.#current?.opening && !this.#context.connectionId())) {
      return; // two at once must not begin two connections
    }
    const { connectionId, client, after } = this.#context;
    const id = connectionId();
    const messages = this.#outgoing.slice(0, MOST_MESSAGES);
    const waitMillis = messages.length || this.#failures || !this.#mayWait ? 0 : Math.min(this.#longest, this.#context.expects() ? SHORT : LONG);
    const older = this.#current;
    const current = { stop: new AbortController(), opening: !id };
    this.#current = current;
    try {
      const answer = await this.#ask(
        {
          ...(id ? { connectionId: id } : {}),
          client: client(),
          after: after(),
          waitMillis,
          messages: messages.map(({ sequence, json }) => ({ sequence, message: JSON.parse(json) })),
        },
        waitMillis + MARGIN * (1 + this.#failures) + messages.reduce((sum, { json }) => sum + json.length, 0) / BYTES_PER_MILLI,
        current.stop,
      );
      this.#failures = 0;
      this.#take(answer);
    } catch (error) {
      if (this.#current === current) {
        await this.#stumble(Failure.of(error), waitMillis);
      }
    } finally {
      older?.stop.abort();
      if (this.#current === current) {
        this.#current = null;
        await this.#pause();
        if (this.#current === null) {
          this.#poll(); // otherwise what was said meanwhile has begun one
        }
      }
    }
  }

  /** A poll that may not wait at the gateway waits here, unless there is something to say. */
  async #pause() {
    this.#mayWait = await this.#context.slots.acquire();
    if (!this.#mayWait && this.#listener && !this.#outgoing.length) {
      await this.#context.environment.sleep(this.#context.expects() ? BRIEF : PAUSE);
    }
  }

  /** Takes an answer, whichever poll it is to: what came before is recognised by its number. */
  #take(answer) {
    const listener = this.#listener;
    if (!listener) {
      return;
    }
    listener.onAlive();
    if (answer.connectionId && answer.connectionId !== this.#context.connectionId()) {
      listener.onConnection(answer.connectionId);
    }
    if (answer.gap) {
      listener.onNotice("gap", answer.gap);
    }
    answer.events?.forEach(({ sequence, message }) => listener.onEvent(sequence, message, 0));
    if (answer.caughtUp) {
      listener.onNotice("caught-up", {});
    }
    answer.resolved?.forEach((id) => listener.onNotice("resolved", { id }));
    if (answer.received !== undefined) {
      this.#outgoing = this.#outgoing.filter(({ sequence }) => sequence > answer.received);
      listener.onAcceptedUpTo(answer.received);
    }
    if (answer.ended) {
      this.#fail(Failure.ofEnd(answer.ended.code, answer.ended.detail));
    }
  }

  /** A poll that was cut after a while may have waited too long for somebody on the way: the next ones wait less. */
  async #stumble(failure, waitMillis) {
    if (failure.final || failure.gone || ++this.#failures >= 4) {
      this.#fail(failure);
      return;
    }
    if (waitMillis > LEAST) {
      this.#longest = Math.max(LEAST, this.#longest / 2);
    }
    this.#listener?.onTrouble("A poll was cut; the next ones are shorter.");
    if (failure.code === "link-lost") {
      await stir(this.#context);
    }
    await this.#context.environment.sleep(Math.max(100 * this.#failures, failure.retryAfter));
  }

  async #ask(body, patience, stop) {
    const { environment, endpoint, headers } = this.#context;
    const poll = ++this.#number;
    const response = await environment.fetch(`${endpoint}/poll`, {
      method: "POST",
      headers: { ...headers(), "Content-Type": "application/json" },
      body: JSON.stringify({ poll, ...body }),
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(Math.ceil(patience))]),
      cache: "no-store",
    });
    const type = response.headers.get("Content-Type") ?? "application/json";
    if (response.status !== 200 || !type.startsWith("application/json")) {
      throw await Failure.ofResponse(response);
    }
    const answer = await response.json();
    if (answer.poll !== undefined && answer.poll !== poll) {
      throw new Failure("cached", "Polls are answered from a cache on the way.");
    }
    return answer;
  }

  #fail(failure) {
    const listener = this.#listener;
    this.close();
    listener?.onClosed(failure);
  }
}
