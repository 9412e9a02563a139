/** Runs in which order, links and single fragments are tampered with: their prints are golden. */
import {
  corrupt,
  crash,
  cut,
  DatagramReceiver,
  DatagramSender,
  degrade,
  drop,
  duplex,
  duplicate,
  first,
  GoBackNReceiver,
  GoBackNSender,
  heal,
  hold,
  kbps,
  mbps,
  ms,
  percent,
  release,
  Router,
  seconds,
  type Spec,
} from "../../../../src/engine/index.ts";
import { clerks, fewest } from "../clerks.ts";

/** By name: a function, since a spec is made afresh for each run. */
export const tamperedRuns: Record<string, () => Spec> = {
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
  "a link that gets worse and better, and fragments by their names": () => ({
    seed: 5,
    nodes: {
      a: new DatagramSender("b", ["x".repeat(900), ..."many short ones"], ms(4)),
      ...{ r: new Router(), b: new DatagramReceiver() },
    },
    links: [
      duplex("a", "r", { mtu: 300, delay: ms(2), jitter: ms(1), bandwidth: mbps(1) }),
      duplex("r", "b", { delay: ms(2), loss: percent(5), duplication: percent(5) }),
    ],
    faults: [
      degrade("r", "b", { loss: percent(40), delay: ms(9) }, ms(10), { until: ms(40) }),
      degrade("a", "r", { bandwidth: kbps(40) }, ms(20), { until: ms(45), oneWay: true }),
      degrade("r", "b", { delay: ms(1) }, ms(25), { until: ms(30) }),
      hold({ sender: "a", message: 1, fragment: 3 }),
      release({ sender: "a", message: 1, fragment: 3 }, ms(33)),
      drop({ sender: "a", message: 4, fragment: 1 }),
      duplicate({ sender: "a", message: 7, fragment: 1, link: "r→b" }),
      corrupt({ sender: "a", message: 9, fragment: 1 }),
    ],
  }),
};
