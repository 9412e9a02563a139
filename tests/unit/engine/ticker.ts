/** A process that ticks, and a listener: what the tests of node faults strike. */
import { duplex, type Fault, ms, Process, simulate, type Spec } from "../../../src/engine/index.ts";
import { Listener } from "./support.ts";

/** Sends a number every 10 ms, each after 2 ms of work. */
export class Ticker extends Process {
  disk = { sent: 0 };
  start(): void {
    this.timeout();
  }
  timeout(): void {
    this.setTimer("tick", ms(10));
    this.work(ms(2));
    this.send("b", this.disk.sent++);
  }
}

export function tick(faults: Fault[], options: Partial<Omit<Spec, "nodes">> = {}, until = ms(59)) {
  const spec = {
    seed: 1,
    nodes: { a: new Ticker(), b: new Listener() },
    links: duplex("a", "b", { delay: ms(1) }),
    faults,
    until,
    ...options,
  };
  return { spec, run: simulate(spec) };
}

/** The next version of the ticker, which says so. */
export class TickerV2 extends Process {
  disk = { sent: 0, version: 2 };
  fresh = true;
  start(): void {
    this.send("b", `v2 from ${this.disk.sent}`);
    this.setTimer("again", ms(100));
  }
}
