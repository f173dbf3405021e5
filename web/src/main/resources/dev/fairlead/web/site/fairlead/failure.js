// SPDX-License-Identifier: Apache-2.0

/** The codes of ends after which the connection is not there any more. */
const GONE = ["connection-unknown", "agent-exited", "agent-unavailable", "normal", "unread", "protocol", "internal"];

const UNKNOWN = "The gateway was restarted, or has given the connection up.";

/** The codes of what networks do to one transport and not to others. */
const OF_THE_WAY = ["blocked", "cached", "crowded", "headers", "held"];

/**
 * Why something did not work: a code for programs and a sentence for people.
 *
 * `final` failures are not tried again; a `gone` connection does not exist any more; `retryAfter` is what the server asked for, in
 * milliseconds.
 */
export class Failure extends Error {
  constructor(code, detail, { final = false, gone = false, retryAfter = 0 } = {}) {
    super(detail);
    this.name = "Failure";
    this.code = code;
    this.final = final;
    this.gone = gone;
    this.retryAfter = retryAfter;
  }

  /** Whether the same would happen again. */
  get isDecided() {
    return this.final || this.gone || this.isOfTheWay;
  }

  /** Whether something on the way does not let this transport work. */
  get isOfTheWay() {
    return OF_THE_WAY.includes(this.code);
  }

  /** Returns what an end notice or a close frame says. */
  static ofEnd(code, detail) {
    return new Failure(code, code === "connection-unknown" ? UNKNOWN : detail, {
      final: code === "unauthorized" || code === "forbidden",
      gone: GONE.includes(code),
    });
  }

  /** Returns what any error means for a link. */
  static of(error) {
    return error instanceof Failure ? error : Object.assign(new Failure("link-lost", "The link was cut."), { cause: error });
  }

  /** Returns what an answer of HTTP means that is not the one asked for. */
  static async ofResponse(response) {
    const ours = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
    const retryAfter = Number(response.headers.get("Retry-After") ?? 0) * 1000;
    const said = ours ? await sentence(response) : null;
    switch (response.status) {
      case 401:
        return new Failure("unauthorized", "The gateway wants a token.", { final: true });
      case 403:
        return ours
          ? new Failure("forbidden", said ?? "The gateway refuses this page.", { final: true })
          : new Failure("blocked", "Something on the way refuses it (403).");
      case 400:
        return new Failure("headers", "Headers are dropped on the way.");
      case 404:
        return ours
          ? new Failure("connection-unknown", UNKNOWN, { gone: true })
          : new Failure("unsupported", "The gateway does not offer it.");
      case 429:
      case 503:
        return new Failure("busy", said ?? "The gateway has no room just now.", { retryAfter: retryAfter || 1000 });
      case 502:
        return new Failure("agent-unavailable", said ?? "The agent could not be started.", { retryAfter: 3000 });
      case 200:
        return new Failure("blocked", "Something on the way answers with a page of its own.");
      default:
        return new Failure("refused", said ?? `It is refused on the way (${response.status}).`);
    }
  }
}

async function sentence(response) {
  try {
    return (await response.json()).error?.message ?? null;
  } catch {
    return null;
  }
}
