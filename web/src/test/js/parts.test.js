// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Backoff } from "../../main/resources/dev/fairlead/web/site/fairlead/backoff.js";
import { EventDecoder } from "../../main/resources/dev/fairlead/web/site/fairlead/event-decoder.js";
import { Failure } from "../../main/resources/dev/fairlead/web/site/fairlead/failure.js";
import { Inbox } from "../../main/resources/dev/fairlead/web/site/fairlead/inbox.js";
import { Liveness } from "../../main/resources/dev/fairlead/web/site/fairlead/liveness.js";
import { Memory } from "../../main/resources/dev/fairlead/web/site/fairlead/memory.js";
import { Outbox } from "../../main/resources/dev/fairlead/web/site/fairlead/outbox.js";
import { Rungs } from "../../main/resources/dev/fairlead/web/site/fairlead/rungs.js";

class Store {
  items = new Map();
  getItem = (key) => this.items.get(key) ?? null;
  setItem = (key, value) => this.items.set(key, value);
  removeItem = (key) => this.items.delete(key);
}

describe("the backoff", () => {
  test("hardly waits at first, and at most 30 s", () => {
    const backoff = new Backoff(() => 1);
    const waits = Array.from({ length: 12 }, () => backoff.next());
    assert.deepEqual(waits.slice(0, 4), [100, 500, 1000, 2000]);
    assert.equal(waits.at(-1), 30_000);
    backoff.reset();
    assert.equal(backoff.next(), 100);
  });

  test("is at random between nothing and that", () => {
    assert.equal(new Backoff(() => 0).next(), 0);
  });
});

describe("the decoder", () => {
  const STREAM = ': fairlead\nretry: 1000\n\nid: 7\ndata: {"a":"é→𝄞"}\n\nevent: end\r\ndata: one\rdata:two\r\n\r\nid: 8\ndata\n\ndata: cut';
  const EVENTS = [
    { id: "7", name: "message", data: '{"a":"é→𝄞"}' },
    { id: null, name: "end", data: "one\ntwo" },
    { id: "8", name: "message", data: "" },
  ];

  for (const size of [1, 2, 3, 7, 1000]) {
    test(`reads the same in pieces of ${size}`, () => {
      const bytes = new TextEncoder().encode(STREAM);
      const decoder = new EventDecoder();
      const events = [];
      for (let i = 0; i < bytes.length; i += size) {
        events.push(...decoder.push(bytes.slice(i, i + size)));
      }
      assert.deepEqual(events, EVENTS);
    });
  }

  test("reads a large event in small pieces in linear time", () => {
    const decoder = new EventDecoder();
    const piece = new TextEncoder().encode("x".repeat(100));
    decoder.push(new TextEncoder().encode("data: "));
    for (let i = 0; i < 40_000; i++) {
      decoder.push(piece);
    }
    assert.equal(decoder.push(new TextEncoder().encode("\n\n"))[0].data.length, 4_000_000);
  });
});

describe("the outbox", () => {
  test("numbers messages and forgets those that are accepted", () => {
    const outbox = new Outbox();
    [1, 2, 3].forEach((n) => outbox.add("s", (sequence) => ({ n, sequence })));
    outbox.accepted(2);
    assert.deepEqual(outbox.entries.map(({ json }) => JSON.parse(json)), [{ n: 1, sequence: 1 }, { n: 3, sequence: 3 }]);
    outbox.acceptedUpTo(2);
    assert.deepEqual(outbox.entries.map(({ sequence }) => sequence), [3]);
  });

  test("survives a reload under the same name and numbers", () => {
    const store = new Store();
    const before = new Outbox(store);
    before.connectionId = "c";
    before.add(null, () => ({ a: 1 }));
    const after = new Outbox(store);
    assert.equal(after.client, before.client);
    assert.equal(after.connectionId, "c");
    assert.deepEqual(after.entries, before.entries);
    assert.equal(after.add(null, () => ({})).sequence, 2);
  });

  test("is another client for another connection", () => {
    const outbox = new Outbox();
    const { client } = outbox;
    outbox.add(null, () => ({}));
    assert.equal(outbox.renew().length, 1);
    assert.notEqual(outbox.client, client);
    assert.equal(outbox.add(null, () => ({})).sequence, 1);
  });

  test("forgets what is too large to be kept, rather than keep half of it", () => {
    const store = new Store();
    const outbox = new Outbox(store);
    outbox.add(null, () => ({}));
    store.setItem = () => {
      throw new Error("full");
    };
    outbox.add(null, () => ({ large: true }));
    assert.equal(new Outbox({ ...store, setItem() {} }).entries.length, 0);
  });
});

describe("the inbox", () => {
  const HOW = { messages: 3, bytes: 1000, millis: 250 };

  test("lets each event through once", () => {
    const inbox = new Inbox(5);
    assert.deepEqual([5, 6, 8, 7, 8, 9].map((sequence) => inbox.take(sequence, 1, 0)), [false, true, true, false, false, true]);
    assert.equal(inbox.cursor, 9);
  });

  test("is due after so many messages, so many bytes, or so long", () => {
    const inbox = new Inbox();
    inbox.take(1, 10, 0);
    assert.equal(inbox.due(HOW, 1, 249), 0);
    assert.equal(inbox.due(HOW, 1, 250), 1);
    inbox.told(1);
    inbox.take(2, 1000, 300);
    assert.equal(inbox.due(HOW, 2, 300), 2);
    inbox.told(2);
    [3, 4, 5].forEach((sequence) => inbox.take(sequence, 1, 400));
    assert.equal(inbox.due(HOW, 5, 400), 5);
  });

  test("does not speak for what could still be lost here", () => {
    const inbox = new Inbox();
    [1, 2, 3].forEach((sequence) => inbox.take(sequence, 1, 0));
    assert.equal(inbox.due(HOW, 0, 500), 0);
    assert.equal(inbox.due(HOW, 2, 500), 2);
  });
});

describe("the judgement of a wire", () => {
  const TICK = 250;

  test("is dead after 40 s of silence, whatever is expected", () => {
    const liveness = new Liveness(0, "websocket");
    for (let now = TICK; now < 40_000; now += TICK) {
      assert.equal(liveness.judge(now, false), "none");
    }
    assert.equal(liveness.judge(40_000, false), "dead");
  });

  for (const transport of ["websocket", "sse", "polling"]) {
    for (const first of [1, 90, 249]) {
      test(`doubts a ${transport} wire within two seconds, whenever the clock ticks (${first} ms)`, () => {
        const liveness = new Liveness(0, transport);
        let now = first;
        for (; !liveness.isDoubtful(now, true); now += TICK) {
          if (liveness.judge(now, true) === "verify") {
            liveness.ask(now);
          }
        }
        assert.ok(now > 1400 && now < 1850, `${now} ms`);
      });
    }
  }

  test("asks within a second while something is expected, and gives up in less than four", () => {
    const liveness = new Liveness(0, "websocket");
    assert.equal(liveness.judge(500, true), "none");
    assert.equal(liveness.judge(750, true), "verify");
    liveness.ask(750);
    assert.equal(liveness.judge(3250, true), "dead");
  });

  test("waits longer for an answer behind something large, but not for ever", () => {
    const liveness = new Liveness(0, "websocket");
    liveness.ask(1000);
    let now = 1000;
    while (liveness.judge(now, true, 100_000) !== "dead") {
      now += TICK;
    }
    assert.equal(now, 13_500);
  });

  test("trusts again when a byte comes", () => {
    const liveness = new Liveness(0, "websocket");
    liveness.ask(1000);
    liveness.hear(1200);
    assert.equal(liveness.isDoubtful(2000, true), false);
    assert.equal(liveness.judge(1700, true), "none");
  });

  test("does not give a poll up, which may be carrying something large", () => {
    const liveness = new Liveness(0, "polling");
    liveness.ask(1500);
    assert.equal(liveness.judge(4000, true), "none");
    assert.equal(liveness.isDoubtful(4000, true), true);
  });

  for (const transport of ["websocket", "sse", "polling"]) {
    test(`gives a ${transport} wire that was slept through time to answer, as much as ever and no more`, () => {
      const liveness = new Liveness(0, transport);
      liveness.ask(1000);
      assert.equal(liveness.judge(600_000, false), "verify");
      liveness.ask(600_000);
      for (let now = 600_000 + TICK; now < 602_500; now += TICK) {
        assert.equal(liveness.judge(now, false), "none");
      }
      assert.equal(liveness.judge(602_500, false), "dead");
    });
  }

  test("looks at what cannot be asked less and less often, as long as that finds nothing", () => {
    const liveness = new Liveness(0, "sse");
    const looks = [];
    for (let now = TICK; now <= 60_000; now += TICK) {
      if (liveness.judge(now, true) === "verify") {
        looks.push(now);
        liveness.look(now);
        liveness.hear(now);
      }
    }
    assert.deepEqual(looks, [1000, 2750, 6000, 12_500, 25_500, 51_250]);
  });

  test("does not call a wire dead because the machine slept, but looks", () => {
    const liveness = new Liveness(0, "websocket");
    assert.equal(liveness.judge(500, true), "none");
    assert.equal(liveness.judge(3_600_000, true), "verify");
  });
});

describe("what is known of transports", () => {
  const cut = new Failure("link-lost", "cut");

  test("one that dies young twice in a row is left for five minutes", () => {
    let now = 0;
    const rungs = new Rungs(() => now);
    assert.equal(rungs.died("websocket", 200, cut), false);
    assert.equal(rungs.died("websocket", 200, cut), true);
    assert.deepEqual(rungs.left, ["websocket"]);
    assert.match(rungs.whyNotBetter("sse"), /again and again/);
    now = 300_001;
    assert.deepEqual(rungs.left, []);
  });

  test("one that lived in between is not", () => {
    const rungs = new Rungs(() => 0);
    rungs.died("websocket", 200, cut);
    rungs.died("websocket", 20_000, cut);
    assert.equal(rungs.died("websocket", 200, cut), false);
  });

  test("one that is held back is left at once", () => {
    const rungs = new Rungs(() => 0);
    assert.equal(rungs.died("sse", 1500, new Failure("held", "Held.")), true);
    assert.equal(rungs.whyNotBetter("polling"), "Held.");
  });
});

describe("the memory", () => {
  test("remembers for half an hour what worked, and for good what was set", () => {
    let now = 0;
    const store = new Store();
    const memory = new Memory(store, "http://a/acp", () => now);
    memory.setting = "sse";
    memory.remembered = "polling";
    const later = new Memory(store, "http://a/acp", () => now);
    assert.equal(later.remembered, "polling");
    now = 30 * 60 * 1000;
    assert.equal(later.remembered, null);
    assert.equal(later.setting, "sse");
    assert.equal(new Memory(store, "http://b/acp", () => now).setting, "auto");
  });
});
