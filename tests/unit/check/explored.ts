/** Small systems that are explored, and what should hold in them. */
import {
  duplex,
  GoBackNReceiver,
  GoBackNSender,
  ms,
  Process,
  SelectiveRepeatReceiver,
  SelectiveRepeatSender,
  type Spec,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../../../src/engine/index.ts";

const PATIENCE = ms(100);
const wire = duplex("a", "b", { delay: ms(10) });

export type Pair = { a: Process; b: Process & { received: string[] } };

export function stopAndWait(items: string): Spec<Pair> {
  const a = new StopAndWaitSender("b", items, PATIENCE);
  return { seed: 1, nodes: { a, b: new StopAndWaitReceiver() }, links: wire };
}

export function goBackN(items: string, window: number, space: number): Spec<Pair> {
  const a = new GoBackNSender("b", items, { window, space, patience: PATIENCE });
  return { seed: 1, nodes: { a, b: new GoBackNReceiver(space) }, links: wire };
}

export function selectiveRepeat(items: string, window: number, space: number): Spec<Pair> {
  const a = new SelectiveRepeatSender("b", items, { window, space, patience: PATIENCE });
  return { seed: 1, nodes: { a, b: new SelectiveRepeatReceiver(window, space) }, links: wire };
}

/** Repeats until it is answered, without a number on anything. */
class Repeater extends Process {
  items: string[];
  sent = 0;

  constructor(items: string) {
    super();
    this.items = [...items];
  }

  start(): void {
    this.transmit();
  }
  receive(): void {
    if (this.sent === this.items.length) return;
    this.sent += 1;
    if (this.sent < this.items.length) this.transmit();
    else this.cancelTimer("retransmit");
  }
  timeout(): void {
    this.transmit();
  }
  transmit(): void {
    this.send("b", this.items[this.sent]);
    this.setTimer("retransmit", PATIENCE);
  }
}

class Believer extends Process<string> {
  received: string[] = [];

  receive(item: string): void {
    this.received.push(item);
    this.send("a", "ok");
  }
}

export function unnumbered(items: string): Spec<Pair> {
  return { seed: 1, nodes: { a: new Repeater(items), b: new Believer() }, links: wire };
}

/** What b has is always a beginning of the items, and in the end all of them. */
export function delivers(items: string) {
  const has = ({ b }: Pair): string => b.received.join("");
  return {
    always: (nodes: Pair) => items.startsWith(has(nodes)) || `b has ${has(nodes)}`,
    atEnd: (nodes: Pair) => has(nodes) === items || `b has only ${has(nodes)}`,
  };
}

/** What protocols count for their readers only. */
export const counters = (spec: Spec): string[] => {
  const fields = Object.values(spec.nodes).flatMap((process) => Object.keys(process));
  return ["tries", "copies", "refused", "retransmissions"].filter((name) => fields.includes(name));
};
