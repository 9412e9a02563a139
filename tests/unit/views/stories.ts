/** The runs that the tests of the views draw and tell. */
import type { Trace } from "../../../src/engine/trace/trace.ts";
import { duplexes, ms, Story, type Luck } from "./fixture.ts";

type Names = [string, string];

/**
 * Alice posts letters to Bob until each is acknowledged; patience 250 ms. `luck` tells what becomes
 * of each packet, in the order in which they start; those after its end arrive.
 */
export function letters(
  text: string,
  luck: Record<number, Luck>,
  names: Names = ["alice", "bob"],
): Trace {
  const story = new Story(names, duplexes(names, [[0, 1]]));
  const [alice, bob] = [0, 1];
  let number = 0;
  let read = 0;
  let timer = 0;
  let packet = 0;
  const next = (): Luck => luck[packet++] ?? {};

  const post = (cause: number): void => {
    const body = { number, letter: text[number] };
    story.send(alice, bob, body, cause, next(), (row) => answer(body.number, row));
    const set = story.setTimer(alice, "worry", ms(250), cause);
    const mine = ++timer;
    story.after(ms(250), () => {
      if (mine === timer) post(story.row("timeout", { node: alice, cause: set, detail: "worry" }));
    });
  };
  const answer = (about: number, cause: number): void => {
    if (about === read) read++;
    story.send(bob, alice, { number: about }, cause, next(), (row) => hear(about, row));
  };
  const hear = (about: number, cause: number): void => {
    if (about !== number) return;
    number++;
    if (number < text.length) return post(cause);
    timer++;
    story.row("timerCancel", { node: alice, cause, detail: "worry" });
  };

  story.after(0, () => post(story.row("start", { node: alice })));
  story.after(0, () => story.row("start", { node: bob }));
  return story.run();
}

/** The study's run: twenty letters, of which some need several tries. */
export const lossy = (): Trace =>
  letters("DEAR BOB, SEND MONEY", {
    0: { lost: 0.4 },
    5: { lost: 0.62 },
    6: { lost: 0.33 },
    8: { lost: 0.55 },
    10: { lost: 0.7 },
    11: { lost: 0.35 },
    12: { lost: 0.58 },
    15: { lost: 0.45 },
    16: { lost: 0.37 },
    18: { lost: 0.66 },
    24: { lost: 0.5 },
    27: { lost: 0.45 },
    33: { lost: 0.7 },
  });

/** Each thing that can happen to a packet, once. */
export const mishaps = (): Trace =>
  letters("BE BRAVE", {
    0: { dropped: 0.5 },
    2: { severed: 0.5 },
    3: { damaged: 0.4, noticed: true },
    4: { damaged: 0.6 },
    6: { copied: 0.8 },
    9: { heldUp: ms(90) },
    10: { lost: 0.3 },
  });

/** Every kind of event once, on three nodes; causes as the engine would have them. */
export function everyKind(names: [string, string, string] = ["ann", "shop", "database"]): Trace {
  const [ann, shop, database] = [0, 1, 2];
  const links = duplexes(names, [
    [ann, shop],
    [shop, database],
  ]);
  const story = new Story(names, links);
  const [toShop, toDatabase] = [0, 2];
  story.after(0, () => {
    const begun = story.row("start", { node: ann });
    const asked = story.row("invoke", {
      node: ann,
      message: 0,
      cause: begun,
      detail: '{"buy":"dune"}',
    });
    story.send(ann, shop, { kind: "buy", book: "dune" }, asked, {}, (row) => consult(row));
    story.setTimer(ann, "patience", ms(150), asked);
    story.send(ann, database, "let me in", asked, {}, () => {});
  });
  const consult = (row: number): void => {
    story.row("work", { node: shop, packet: ms(5), message: 0, cause: row });
    story.row("note", { node: shop, cause: row, detail: "asking the database" });
    story.send(shop, database, { buy: "dune" }, row, {}, (arrived) => {
      story.send(database, shop, { sold: true }, arrived, {}, (again) => {
        const luck = { lost: 0.5 };
        story.send(shop, ann, { sold: true, price: 12 }, again, luck, () => {});
      });
    });
  };
  story.after(ms(150), () => {
    const out = story.row("timeout", { node: ann, cause: 5, detail: "patience" });
    const luck = { copied: 0.9, heldUp: ms(10) };
    story.send(ann, shop, { kind: "buy", book: "dune" }, out, luck, () => {});
    story.setTimer(ann, "patience", ms(500), out);
    story.row("timerCancel", { node: ann, cause: out, detail: "patience" });
  });
  story.after(ms(210), () => story.row("crash", { node: shop, detail: 1 }));
  story.after(ms(220), () => {
    const packet = story.packets;
    story.send(ann, shop, "still there?", 0, { dropped: 0.9 }, () => {});
    story.row("miss", { node: shop, place: ann, packet, message: story.messages - 1, cause: 0 });
  });
  story.after(ms(300), () => story.row("restart", { node: shop, detail: 2 }));
  story.after(ms(310), () => story.row("cut", { place: toDatabase, detail: 3 }));
  story.after(ms(320), () => {
    story.send(shop, database, { buy: "emma" }, 0, { severed: 0.4 }, () => {});
    story.send(ann, shop, { damaged: 1 }, 0, { damaged: 0.5, noticed: true }, () => {});
  });
  story.after(ms(400), () => story.row("heal", { place: toDatabase, detail: 4 }));
  story.after(ms(410), () => {
    story.row("complete", { node: ann, message: 0, cause: 0, detail: '{"sold":true}' });
    story.row("error", { node: shop, cause: 0, detail: "the stock is empty" });
    story.row("arrive", { node: shop, place: toShop, packet: 999, message: 999 });
  });
  return story.run();
}

/** What may be done to a machine and to the process on it, each once. */
export function machines(names: [string, string] = ["ann", "shop"]): Trace {
  const [ann, shop] = [0, 1];
  const story = new Story(names, duplexes(names, [[ann, shop]]));
  const begun = story.row("start", { node: ann });
  story.after(0, () => story.row("skew", { node: ann, detail: "-50000000 0.0002" }));
  story.after(ms(10), () => story.row("skew", { node: shop, detail: "0 0" }));
  story.after(ms(20), () => story.row("slow", { node: shop, detail: "4" }));
  story.after(ms(30), () => {
    for (const how of ["drop", "dropOldest", "refuse"]) {
      const message = story.send(ann, shop, { kind: "buy", book: how }, begun, {}, () => {});
      const place = { node: shop, place: ann, message, cause: begun };
      story.after(ms(90), () => story.row("overflow", { ...place, detail: how }));
    }
  });
  story.after(ms(200), () => story.row("restore", { node: shop, detail: "1" }));
  story.after(ms(210), () => story.row("mute", { node: ann, detail: 0 }));
  story.after(ms(220), () => {
    const luck = { dropped: 0.1 };
    const message = story.send(ann, shop, { kind: "buy", book: "emma" }, begun, luck, () => {});
    story.row("muffle", { node: ann, place: shop, message, cause: begun });
  });
  story.after(ms(230), () => story.row("unmute", { node: ann, detail: 0 }));
  story.after(ms(240), () => story.row("edit", { node: shop, detail: "disk.stock.dune = 3" }));
  story.after(ms(250), () => story.row("upgrade", { node: shop, detail: "ShopV2" }));
  return story.run();
}

/** A star of servers round a balancer, all busy: for layouts of more than two nodes. */
export function crowd(leaves: number): Trace {
  const names = ["balancer", ...Array.from({ length: leaves }, (_, i) => `server-${i + 1}`)];
  const pairs = names.slice(1).map((_, i): [number, number] => [0, i + 1]);
  const story = new Story(names, duplexes(names, pairs, { delay: ms(5), loss: 0 }));
  const ask = (server: number, round: number): void => {
    const begun = story.row("start", { node: 0 });
    const luck = (server + round) % 7 === 6 ? { lost: 0.6 } : {};
    story.send(0, server, { kind: "read", key: round }, begun, luck, (row) => {
      story.send(server, 0, { kind: "value", value: round * 7 }, row, {}, () => {});
    });
  };
  for (let round = 0; round < 20; round++) {
    for (let server = 1; server <= leaves; server++) {
      story.after(ms(round * 4 + (server % 4)), () => ask(server, round));
    }
  }
  story.after(ms(30), () => story.row("crash", { node: 2, detail: 0 }));
  story.after(ms(60), () => story.row("restart", { node: 2, detail: 1 }));
  story.after(ms(20), () => story.row("cut", { place: 4, detail: 2 }));
  story.after(ms(70), () => story.row("heal", { place: 4, detail: 3 }));
  return story.run();
}

/** A road full of packets, then cut both ways, then a house that is down. */
export function trouble(): Trace {
  const names = ["alice", "bob"];
  const story = new Story(names, duplexes(names, [[0, 1]]));
  const begun = story.row("start", { node: 0 });
  for (let i = 0; i < 40; i++) {
    story.after(ms(i * 2), () => {
      story.send(0, 1, { chunk: i }, begun, i % 9 === 4 ? { lost: 0.5 } : {}, (row) => {
        if (i % 2 === 0) story.send(1, 0, { seen: i }, row, {}, () => {});
      });
    });
  }
  const both = (kind: "cut" | "heal"): void => {
    for (const place of [0, 1]) story.row(kind, { place, detail: 0 });
  };
  story.after(ms(200), () => both("cut"));
  story.after(ms(210), () => {
    story.send(0, 1, { hello: "Bob" }, begun, { severed: 0.2 }, () => {});
  });
  story.after(ms(300), () => both("heal"));
  story.after(ms(320), () => story.row("cut", { place: 1, detail: 1 }));
  story.after(ms(330), () => story.row("crash", { node: 1, detail: 2 }));
  story.after(ms(335), () => story.send(0, 1, { hello: "Bob" }, begun, {}, () => {}));
  story.after(ms(420), () => story.row("restart", { node: 1, detail: 3 }));
  return story.run();
}
