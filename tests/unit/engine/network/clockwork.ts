/** Senders as regular as clockwork at a router with one way out. */
import {
  link,
  type LinkOptions,
  mbps,
  perSecond,
  Process,
  Router,
  simulate,
} from "../../../../src/engine/index.ts";

/** Sends packets of 1,250 bytes, so many a second, as regular as clockwork, until a moment. */
export class Clockwork extends Process {
  gap: number;
  until: number;
  priority: number;
  constructor(rate: number, until: number, priority = 0) {
    super();
    this.gap = Math.round(1e9 / perSecond(rate));
    this.until = until;
    this.priority = priority;
  }
  start(): void {
    this.setTimer("next", Math.floor(this.random() * this.gap));
  }
  timeout(): void {
    this.send("sink", this.address, { bytes: 1_222, priority: this.priority });
    if (this.now + this.gap < this.until) this.setTimer("next", this.gap);
  }
}

/** Counts what it hears by sender, and how old it is. */
export class Counter extends Process<string> {
  heard: Record<string, number> = {};
  receive(_: string, from: string): void {
    this.heard[from] = (this.heard[from] ?? 0) + 1;
  }
}

/** Senders at a router with one way out that takes 1,000 packets a second. */
export function router(senders: Record<string, Clockwork>, queue: LinkOptions["queue"]) {
  return simulate({
    seed: 1,
    nodes: { ...senders, r: new Router(), sink: new Counter() },
    links: [
      ...Object.keys(senders).map((name) => link(name, "r")),
      link("r", "sink", { bandwidth: mbps(10), queue }),
    ],
  });
}
