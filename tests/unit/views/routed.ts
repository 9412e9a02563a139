/** A real run in which routers do all that routers may do to a packet. */
import {
  badMemory,
  crash,
  degrade,
  drop,
  duplex,
  hold,
  link,
  mbps,
  ms,
  overload,
  pause,
  Process,
  resume,
  Router,
  type SendOptions,
  simulate,
} from "../../../src/engine/index.ts";
import type { Trace } from "../../../src/engine/trace/trace.ts";

class Sender extends Process {
  letters: [string, SendOptions][] = [
    ["x".repeat(2_000), {}],
    ["x".repeat(600), { dontFragment: true }],
    ["far", { ttl: 1 }],
    ...Array.from({ length: 6 }, (): [string, SendOptions] => ["y".repeat(400), {}]),
  ];

  start(): void {
    for (const [body, options] of this.letters) this.send("bob", body, options);
    this.setTimer("again", ms(9));
  }

  timeout(): void {
    this.send("bob", "z".repeat(300));
    this.send("bob", "z".repeat(310));
  }
}

/** Alice's messages to Bob by way of two routers, the second of which has a narrow way out. */
export function routed(): Trace {
  return simulate({
    seed: 1,
    nodes: {
      alice: new Sender(),
      north: new Router({ rate: 1_000, backlog: 8 }),
      south: new Router(),
      bob: new Process(),
    },
    links: [
      duplex("alice", "north", { delay: ms(1) }),
      duplex("north", "south"),
      link("south", "bob", { bandwidth: mbps(1), mtu: 500, queue: 2 }),
    ],
    faults: [
      ...[drop("south→bob", 2), crash("south", ms(12))],
      ...[
        hold("alice→north", 12),
        pause("north", "south", ms(13)),
        resume("north", "south", ms(15)),
      ],
      degrade("north", "south", { loss: 0 }, ms(16)),
      ...[overload("north", 2, ms(13), { until: ms(14) }), badMemory("south", 1, { until: ms(6) })],
    ],
    reassembly: ms(500),
  }).trace;
}
