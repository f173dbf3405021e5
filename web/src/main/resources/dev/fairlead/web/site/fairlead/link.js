// SPDX-License-Identifier: Apache-2.0
import { Backoff } from "./backoff.js";
import { Failure } from "./failure.js";
import { Liveness } from "./liveness.js";
import { NAMES, Rungs } from "./rungs.js";
import { Search } from "./search.js";
import { stir } from "./stir.js";
import { WIRES } from "./wires.js";

const TICK = 250;
const STABLE = 30_000;
const FIRST_UPGRADE = 10_000;
const LAST_UPGRADE = 10 * 60 * 1000;
const PROOF = 3000;

/**
 * Keeps one wire working, whatever happens to it (wire.md 2.7): searches for a transport, watches it, opens another when it is gone, and
 * moves up to a better one when that works again.
 */
export class Link {
  #context;
  #memory;
  #listener;
  #status;
  #rungs;
  #backoff;
  #wire = null;
  #bornAt = 0;
  #liveness;
  #search = null;
  #retryTimer = null;
  #ticker = null;
  #upgradeAt = Infinity;
  #upgradePause = FIRST_UPGRADE;
  #unwatch = null;
  #moving = false;
  #superseded = null;

  /**
   * @param {object} context what wires need
   * @param {Memory} memory what worked before, and the setting
   * @param {object} listener hears what comes, and `onGone`, when the connection does not exist any more
   */
  constructor(context, memory, listener, status) {
    this.#context = context;
    this.#memory = memory;
    this.#listener = listener;
    this.#status = status;
    this.#rungs = new Rungs(() => this.#now());
    this.#backoff = new Backoff();
  }

  get wire() {
    return this.#wire;
  }

  start() {
    this.#unwatch ??= this.#context.environment.onWake(() => this.#woken());
    this.#ticker ??= setInterval(() => this.#tick(), TICK);
    this.#look();
  }

  /** Stops for good. */
  stop(changes, text) {
    this.#unwatch?.();
    clearInterval(this.#ticker);
    this.#ticker = this.#unwatch = null;
    this.#letGo();
    this.#status.become({ transport: null, doubtful: false, retryAt: null, ...changes }, text);
  }

  /** Somebody does not want to wait. */
  retryNow() {
    if (this.#ticker && !this.#wire && !this.#search) {
      this.#look();
    }
  }

  /** Another transport is wanted: it takes over when it works. */
  changed() {
    this.#rungs.forgive();
    if (this.#wire) {
      this.#move(this.#memory.setting === "auto" ? this.#rungs.better(this.#wire.id) : [this.#memory.setting]);
    } else {
      this.#letGo();
      this.#look();
    }
  }

  #now() {
    return this.#context.environment.now();
  }

  #make(id) {
    return new WIRES[id](this.#context);
  }

  #letGo() {
    clearTimeout(this.#retryTimer);
    this.#search?.cancel();
    this.#search = null;
    this.#wire?.close();
    this.#wire = null;
    this.#context.slots.release();
  }

  // ---- finding one

  #look() {
    clearTimeout(this.#retryTimer);
    const attempt = this.#backoff.attempts;
    this.#status.become({ phase: "searching", transport: null, retryAt: null, doubtful: false, attempt });
    if (attempt > 0) {
      stir(this.#context);
    }
    const { setting, remembered } = this.#memory;
    const search = new Search(
      this.#context.environment,
      { setting, remembered, left: setting === "auto" ? this.#rungs.left : [] },
      (id) => this.#make(id),
    );
    this.#search = search;
    search.run().then(
      (wire) => {
        this.#rungs.learn(search.reasons);
        this.#search = null;
        this.#take(wire);
      },
      (failure) => {
        this.#rungs.learn(search.reasons);
        this.#search = null;
        this.#fail(failure);
      },
    );
  }

  /** A wire that was proved takes over; the one before it, if there is one, ends then. */
  #take(wire) {
    const before = this.#wire;
    this.#wire = wire;
    this.#bornAt = this.#now();
    this.#liveness = new Liveness(this.#now(), wire.id);
    this.#rungs.works(wire.id);
    this.#memory.remembered = wire.id;
    this.#upgradeAt = this.#now() + this.#upgradePause;
    wire.start(this.#ears(wire));
    before?.close();
    if (wire.id === "websocket") {
      this.#context.slots.release();
    }
    if (this.#wire === wire) {
      const why = this.#memory.setting === "auto" ? this.#rungs.whyNotBetter(wire.id) : null;
      this.#status.become(
        { phase: "live", transport: wire.id, why, detail: null, doubtful: false, retryAt: null, heardAt: this.#now() },
        `${NAMES[wire.id]} works${before ? " and has taken over" : ""}.${why ? ` ${why}` : ""}`,
      );
    }
  }

  /** What a wire says counts as long as it is the current one. */
  #ears(wire) {
    const heard = (name) => (...said) => this.#wire === wire && this.#listener[name](...said);
    return {
      onAlive: () => this.#wire === wire && this.#heard(),
      onAttached: heard("onAttached"),
      onConnection: heard("onAttachedTo"),
      onEvent: heard("onEvent"),
      onMessage: heard("onMessage"),
      onNotice: heard("onNotice"),
      onAccepted: heard("onAccepted"),
      onAcceptedUpTo: heard("onAcceptedUpTo"),
      onRefused: heard("onRefused"),
      onTrouble: (text) => this.#wire === wire && this.#status.become({}, text),
      onClosed: (failure) => this.#wire === wire && this.#closed(failure),
    };
  }

  // ---- losing one

  /** A wire is ended by the gateway when the one that takes over attaches, which is not known here yet. */
  #closed(failure) {
    if (failure.code === "superseded" && this.#moving) {
      this.#superseded = failure;
    } else {
      this.#lost(failure);
    }
  }

  #lost(failure) {
    const { id } = this.#wire;
    const age = this.#now() - this.#bornAt;
    this.#wire.close();
    this.#wire = null;
    if (age >= STABLE) {
      this.#backoff.reset();
    }
    const left = failure.code !== "shutdown" && this.#rungs.died(id, age, failure);
    if (left && this.#memory.remembered === id) {
      this.#memory.remembered = null;
    }
    this.#fail(failure);
  }

  #fail(failure) {
    if (failure.final) {
      this.stop({ phase: "refused", detail: failure.message }, failure.message);
    } else if (failure.gone) {
      this.#status.become({ phase: "searching", transport: null, detail: failure.message }, failure.message);
      this.#retryTimer = setTimeout(() => this.#listener.onGone(failure), this.#backoff.next());
    } else {
      const pause = Math.max(this.#backoff.next(), failure.retryAfter);
      const detail = this.#context.environment.isOffline ? "This device is offline." : failure.message;
      const attempt = this.#backoff.attempts;
      this.#status.become(
        { phase: "waiting", transport: null, doubtful: false, detail, attempt, retryAt: this.#now() + pause },
        attempt === 1 || attempt % 5 === 0 ? `${detail} Attempt ${attempt} follows.` : null,
      );
      this.#retryTimer = setTimeout(() => this.#look(), pause);
    }
  }

  // ---- watching one

  #heard() {
    this.#liveness.hear(this.#now());
    this.#status.heardAt = this.#now();
    if (this.#status.doubtful) {
      this.#status.become({ doubtful: false });
    }
  }

  /** Something new came through. */
  encourage() {
    this.#liveness?.encourage();
  }

  #tick() {
    const now = this.#now();
    if (!this.#wire) {
      if (this.#status.retryAt !== null && now > this.#status.retryAt + TICK) {
        this.#look(); // the timer was asleep
      }
      return;
    }
    if (now - this.#bornAt >= STABLE) {
      this.#backoff.reset();
    }
    this.#check(now);
    if (now >= this.#upgradeAt && this.#wire) {
      this.#upgradePause = Math.min(LAST_UPGRADE, this.#upgradePause * 2);
      this.#upgradeAt = now + this.#upgradePause;
      this.#move(this.#memory.setting === "auto" ? this.#rungs.better(this.#wire.id) : []);
    }
  }

  #check(now) {
    const { environment, expects } = this.#context;
    const expecting = expects() && !environment.isHidden;
    if (this.#wire.rises()) {
      this.#heard();
    }
    const verdict = this.#liveness.judge(now, expecting, this.#context.upward());
    if (verdict === "dead") {
      this.#lost(new Failure("silent", `Nothing came for ${Math.round((now - this.#liveness.heard) / 1000)} s.`));
    } else if (verdict === "verify") {
      this.#verify(now);
    }
    const doubtful = this.#wire !== null && this.#liveness.isDoubtful(now, expects());
    if (this.#wire && doubtful !== this.#status.doubtful) {
      this.#status.become({ doubtful });
    }
  }

  #verify(now) {
    if (this.#wire.ping()) {
      this.#liveness.ask(now);
    } else if (this.#wire.id === "sse") {
      this.#liveness.look(now);
      this.#replace(this.#wire);
    } else if (this.#wire.id === "websocket") {
      this.#move(["websocket"]);
    } else {
      this.#liveness.ask(now); // the next poll answers
    }
  }

  /** Opens another stream beside one that cannot be asked whether it lives. */
  async #replace(before) {
    await stir(this.#context);
    if (this.#wire === before) {
      this.#wire = this.#make(before.id);
      this.#wire.start(this.#ears(this.#wire));
      before.close();
    }
  }

  #woken() {
    if (this.#context.environment.isOffline) {
      this.#status.become(this.#wire ? {} : { detail: "This device is offline." }, "The device says that it is offline.");
      return;
    }
    this.#rungs.forgive();
    this.#upgradePause = FIRST_UPGRADE;
    this.#upgradeAt = Math.min(this.#upgradeAt, this.#now() + 1000);
    if (this.#wire) {
      this.#verify(this.#now());
    } else {
      this.retryNow();
    }
  }

  /** Tries transports beside the one that works; the first that is proved takes over (make before break). */
  #move(ids) {
    const before = this.#wire;
    const [id, ...rest] = ids;
    if (!id || !before || this.#moving) {
      return;
    }
    const wire = this.#make(id);
    const silent = new Failure("silent", `${NAMES[id]} opens, but nothing comes through it.`);
    let timer = null;
    const late = new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(silent), PROOF);
    });
    this.#moving = true;
    this.#superseded = null;
    Promise.race([wire.prove(), late])
      .then(() => {
        this.#moving = false;
        if (this.#wire === before) {
          this.#take(wire);
        } else {
          wire.close();
        }
      })
      .catch((error) => {
        wire.close();
        this.#moving = false;
        this.#stay(before, id, Failure.of(error), rest);
      })
      .finally(() => clearTimeout(timer));
  }

  /** A move did not come about. */
  #stay(before, id, failure, rest) {
    this.#rungs.learn({ [id]: failure });
    if (this.#wire !== before) {
      return;
    }
    if (this.#superseded) {
      this.#lost(this.#superseded);
      return;
    }
    const { setting } = this.#memory;
    this.#status.become({ why: setting === "auto" ? this.#rungs.whyNotBetter(before.id) : failure.message });
    this.#move(rest);
  }
}
