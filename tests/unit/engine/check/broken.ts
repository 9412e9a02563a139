/** Experiments with protocols that are known to be broken, and one that is not. */
import type { Invariant } from "../../../../src/engine/check/trial.ts";
import type { Experiment } from "../../../../src/engine/check/sweep.ts";
import {
  duplex,
  GoBackNReceiver,
  GoBackNSender,
  ms,
  percent,
  Process,
  SelectiveRepeatReceiver,
  SelectiveRepeatSender,
  StopAndWaitReceiver,
  StopAndWaitSender,
} from "../../../../src/engine/index.ts";

export const TEXT = "abcdefgh";

/** Stop-and-wait that repeats, but gives its letters no numbers. */
class Hopeful extends Process {
  next = 0;
  start(): void {
    this.post();
  }
  post(): void {
    this.send("receiver", TEXT[this.next]);
    this.setTimer("again", ms(250));
  }
  receive(): void {
    this.next += 1;
    if (this.next < TEXT.length) this.post();
    else this.cancelTimer("again");
  }
  timeout(): void {
    this.post();
  }
}
class Trusting extends Process {
  received: string[] = [];
  receive(letter: string, from: string): void {
    this.received.push(letter);
    this.send(from, "thanks");
  }
}

const ends = {
  "no numbers": () => [new Hopeful(), new Trusting()],
  "stop-and-wait": () => [
    new StopAndWaitSender("receiver", TEXT, ms(250)),
    new StopAndWaitReceiver(),
  ],
  "go-back-n": (window: number, space: number) => [
    new GoBackNSender("receiver", TEXT, { window, space, patience: ms(250) }),
    new GoBackNReceiver(space),
  ],
  "selective repeat": (window: number, space: number) => [
    new SelectiveRepeatSender("receiver", TEXT, { window, space, patience: ms(250) }),
    new SelectiveRepeatReceiver(window, space),
  ],
};

/** One of the protocols over a link of 40 ms that loses `loss` per cent. */
export function experimentOf(name: keyof typeof ends, window = 1, space = 2): Experiment {
  return ({ seed, faults, knobs }) => {
    const [sender, receiver] = ends[name](window, space);
    const link = { delay: ms(40), loss: percent(Number(knobs.loss ?? 0)) };
    return {
      ...{ seed, nodes: { sender, receiver }, faults },
      links: duplex("sender", "receiver", link),
      // Without numbers the two can also talk for ever.
      limits: { events: 5_000 },
    };
  };
}

/** Exactly once and in order, as far as it got; and at the end, all. */
export const delivers: Invariant = ({ nodes, outcome }) => {
  const received = (nodes.receiver as unknown as { received: string[] }).received.join("");
  if (!TEXT.startsWith(received)) return `${received} is no beginning of ${TEXT}.`;
  return received === TEXT || outcome.kind !== "finished" || `only ${received} has arrived.`;
};
