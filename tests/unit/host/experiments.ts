/** Experiments that run in the simulator and on real sockets: every reliable protocol, durable. */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  duplex,
  GoBackNReceiver,
  GoBackNSender,
  type LinkOptions,
  ms,
  percent,
  Process,
  SelectiveRepeatReceiver,
  SelectiveRepeatSender,
  type Spec,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../../../src/engine/index.ts";
import type { Job } from "../../../src/engine/check/pool.ts";

type Maker<P extends Process> = new (...args: never[]) => P;

/** What a sender with a window has to send again after a crash. */
type Window = {
  items?: string[];
  sent?: number;
  base?: number;
  next?: number;
  acknowledged?: Set<number>;
};

/**
 * The same protocol, on disk: what its fields hold is written there at the end of each handler, and
 * is what a new life begins with. Nothing of the protocol itself is changed.
 */
function durable<P extends Process>(base: Maker<P>): Maker<P & { disk: object }> {
  class Durable extends (base as Maker<Process>) {
    disk: Record<string, unknown> = {};

    override start(): void {
      const isNew = Object.keys(this.disk).length === 0;
      if (isNew) super.start();
      else this.resume();
      this.save();
    }
    /** What was on its way may be lost: all that is unacknowledged goes again, as after silence. */
    resume(): void {
      Object.assign(this, structuredClone(this.disk));
      const { items = [], sent, base = sent ?? 0, next = items.length } = this as Window;
      const { acknowledged } = this as Window;
      if (base === next) return;
      if (acknowledged === undefined) return super.timeout("retransmit");
      for (let count = base; count < next; count++) {
        if (!acknowledged.has(count)) super.timeout(String(count));
      }
    }
    override receive(message: unknown, from: string): void {
      super.receive(message, from);
      this.save();
    }
    override timeout(timer: string): void {
      super.timeout(timer);
      this.save();
    }
    save(): void {
      const { disk: _, ...fields } = this as unknown as Record<string, unknown>;
      this.disk = structuredClone(fields);
    }
  }
  return Durable as unknown as Maker<P & { disk: object }>;
}

export const ITEMS = "COINS";
/** Longer than a way there and back with a disk that is forced out at each end. */
const PATIENCE = ms(120);

const pairs: Record<string, () => { a: Process; b: Process }> = {
  "stop-and-wait": () => ({
    a: make(StopAndWaitSender, "b", ITEMS, PATIENCE),
    b: make(StopAndWaitReceiver),
  }),
  "go-back-n": () => ({
    a: make(GoBackNSender, "b", ITEMS, { window: 4, space: 8, patience: PATIENCE }),
    b: make(GoBackNReceiver, 8),
  }),
  "selective-repeat": () => ({
    a: make(SelectiveRepeatSender, "b", ITEMS, { window: 4, space: 8, patience: PATIENCE }),
    b: make(SelectiveRepeatReceiver, 4, 8),
  }),
};

function make<A extends unknown[], P extends Process>(base: new (...args: A) => P, ...args: A): P {
  return new (durable(base as unknown as Maker<P>) as unknown as new (...args: A) => P)(...args);
}

/** A pair of the protocol that a knob names, over a wire that loses as a knob says. */
export function experiment({ seed, knobs, faults }: Job): Spec {
  const { protocol = "stop-and-wait", loss = 20 } = knobs;
  const wire: LinkOptions = { delay: ms(1), loss: percent(Number(loss)) };
  return { seed, faults, nodes: pairs[String(protocol)](), links: duplex("a", "b", wire) };
}

export const protocols = Object.keys(pairs);

class Thrower extends Process {
  override start(): void {
    throw new Error("ouch");
  }
}

class Talker extends Process {
  override start(): void {
    this.send("b", "x".repeat(70_000));
  }
}

class Listener extends Process<string> {
  size = 0;
  override receive(text: string): void {
    this.size = text.length;
  }
}

export function thrower({ seed }: Job): Spec {
  return { seed, nodes: { a: new Thrower(), b: new Process() }, links: duplex("a", "b") };
}

export function long({ seed }: Job): Spec {
  const nodes = { a: new Talker(), b: new Listener() };
  return { seed, nodes, links: duplex("a", "b", { mtu: 100_000 }) };
}

/** Writes where it may not. */
class Reacher extends Process {
  override start(): void {
    writeFileSync(join(tmpdir(), "mostly-reliable-reached"), "x");
  }
}

export function reaching(): Spec {
  return { seed: 1, nodes: { a: new Reacher(), b: new Process() }, links: duplex("a", "b") };
}
