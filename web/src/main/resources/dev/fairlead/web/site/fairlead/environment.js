// SPDX-License-Identifier: Apache-2.0

/** What the library needs of the world around it; a test puts its own in place. */
export class Environment {
  get WebSocket() {
    return globalThis.WebSocket;
  }

  fetch(url, options) {
    return globalThis.fetch(url, options);
  }

  /** Wall clock, in milliseconds: timers freeze in the background, the clock does not. */
  now() {
    return Date.now();
  }

  sleep(millis) {
    return new Promise((resolve) => setTimeout(resolve, millis));
  }

  get isOffline() {
    return globalThis.navigator?.onLine === false;
  }

  get isHidden() {
    return globalThis.document?.visibilityState === "hidden";
  }

  /** Calls back whenever it is worth to look at the link at once; returns what ends that. */
  onWake(callback) {
    const events = [
      [globalThis, "online"],
      [globalThis, "offline"],
      [globalThis, "pageshow"],
      [globalThis.document, "visibilitychange"],
      [globalThis.document, "resume"],
    ].filter(([target]) => target?.addEventListener);
    events.forEach(([target, name]) => target.addEventListener(name, callback));
    return () => events.forEach(([target, name]) => target.removeEventListener(name, callback));
  }
}
