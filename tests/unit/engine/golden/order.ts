/** Runs whose order of events is laid down, and whose fingerprints are golden. */
import {
  crash,
  cut,
  duplex,
  duplicate,
  first,
  GoBackNReceiver,
  GoBackNSender,
  heal,
  kbps,
  ms,
  percent,
  Router,
  seconds,
  type Spec,
} from "../../../../src/engine/index.ts";
import { clerks, fewest } from "../clerks.ts";

/** By name: a function, since a spec is made afresh for each run. */
export const orderRuns: Record<string, () => Spec> = {
  "two clerks, laid down from beginning to end": () => clerks(10, fewest()),
  "go-back-n with timers and packets out of turn, cut and copied": () => ({
    seed: 3,
    nodes: {
      a: new GoBackNSender("b", "abcdefgh", { window: 3, space: 8, patience: ms(60) }),
      ...{ r: new Router(), b: new GoBackNReceiver(8) },
    },
    links: [
      duplex("a", "r", { delay: ms(5), bandwidth: kbps(100) }),
      duplex("r", "b", { delay: ms(5), jitter: ms(2), loss: percent(10) }),
    ],
    faults: [
      ...[first("r", 2), first("a", 1), first("r", 3), first("b", 2), first("b", 9)],
      ...[duplicate("a→r", 2), cut("r", "b", ms(90)), heal("r", "b", ms(95))],
      ...[crash("b", { handled: 4, afterSends: 1, downFor: ms(20) }), first("a", 2)],
    ],
    until: seconds(2),
  }),
};
