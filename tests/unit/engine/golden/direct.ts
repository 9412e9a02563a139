/** Runs of the protocols over direct links, and of routing, whose fingerprints are golden. */
import {
  AlohaStation,
  corrupt,
  crash,
  CsmaCdStation,
  cut,
  delay,
  DistanceVectorRouter,
  drop,
  duplex,
  duplicate,
  GoBackNReceiver,
  GoBackNSender,
  heal,
  LinkStateRouter,
  mbps,
  Medium,
  type MediumOptions,
  ms,
  type Nodes,
  percent,
  Process,
  randomNetwork,
  restart,
  ring,
  type Router,
  seconds,
  SelectiveRepeatReceiver,
  SelectiveRepeatSender,
  SlottedAlohaStation,
  type Spec,
  star,
  StopAndWaitReceiver,
  StopAndWaitSender,
  TcpReceiver,
  TcpSender,
  type TcpSettings,
  us,
} from "../../../../src/engine/index.ts";

const words = Array.from({ length: 40 }, (_, i) => `item ${i}`);
const hostile = {
  bandwidth: mbps(1),
  delay: ms(8),
  jitter: ms(6),
  loss: percent(15),
  corruption: percent(10),
  duplication: percent(10),
};

function tcp(seed: number, settings: Partial<TcpSettings>, loss = 1): Spec {
  return {
    seed,
    nodes: { a: new TcpSender("b", 300_000, settings), b: new TcpReceiver(settings) },
    links: [duplex("a", "b", { bandwidth: mbps(4), delay: ms(20), loss: percent(loss) })],
    until: seconds(60),
  };
}

function routing(router: () => Router): Spec {
  const names = ["r1", "r2", "r3", "r4", "r5", "r6"];
  const nodes: Nodes = Object.fromEntries(names.map((name) => [name, router()]));
  return {
    seed: 21,
    nodes,
    links: [
      ring(names, { delay: ms(4), loss: percent(5), cost: 2 }),
      randomNetwork(names, { seed: 3, probability: 0.1 }, { delay: ms(9), cost: 5 }),
    ],
    faults: [
      cut("r1", "r2", seconds(8)),
      crash("r4", seconds(12)),
      heal("r1", "r2", seconds(16)),
      restart("r4", seconds(20)),
    ],
    until: seconds(30),
  };
}

/** Stations on a shared medium. */
function shared(
  seed: number,
  station: (to: string) => Process,
  options: Partial<MediumOptions>,
): Spec {
  const names = ["s1", "s2", "s3", "s4", "s5"];
  const nodes: Nodes = { medium: new Medium(names, { bandwidth: mbps(10), ...options }) };
  names.forEach((name, i) => (nodes[name] = station(names[(i + 1) % names.length])));
  return { seed, nodes, links: star("medium", names), until: ms(50) };
}

/** By name: a function, since a spec is made afresh for each run. */
export const directRuns: Record<string, () => Spec> = {
  "stop-and-wait in noise that keeps order": () => ({
    seed: 1,
    nodes: { a: new StopAndWaitSender("b", words, ms(60)), b: new StopAndWaitReceiver() },
    links: [duplex("a", "b", { ...hostile, keepsOrder: true })],
  }),
  "stop-and-wait, taken apart by hand": () => ({
    seed: "a seed of words",
    nodes: { a: new StopAndWaitSender("b", "PAY ANN 100", ms(250)), b: new StopAndWaitReceiver() },
    links: [duplex("a", "b", { delay: ms(40) })],
    faults: [
      drop("a→b", 2),
      corrupt("b→a", 3, 70),
      delay("a→b", 5, ms(400)),
      duplicate("a→b", 7),
      cut("a", "b", ms(900)),
      heal("a", "b", ms(1_500)),
    ],
  }),
  "go-back-n in a hostile wire": () => ({
    seed: 3,
    nodes: {
      a: new GoBackNSender("b", words, { window: 7, space: 8, patience: ms(90) }),
      b: new GoBackNReceiver(8),
    },
    links: [duplex("a", "b", { ...hostile, keepsOrder: true })],
  }),
  "selective repeat in a hostile wire": () => ({
    seed: 4,
    nodes: {
      a: new SelectiveRepeatSender("b", words, { window: 8, space: 16, patience: ms(90) }),
      b: new SelectiveRepeatReceiver(8, 16),
    },
    links: [duplex("a", "b", { ...hostile, keepsOrder: true })],
  }),
  "TCP Tahoe": () => tcp(5, { congestion: "tahoe" }),
  "TCP Reno": () => tcp(6, { congestion: "reno", sack: false }, 2),
  "TCP NewReno with SACK": () => tcp(7, { congestion: "newReno" }, 3),
  "TCP CUBIC": () => tcp(8, { congestion: "cubic" }, 0.5),
  "distance vector, cut, crashed and mended": () =>
    routing(() => new DistanceVectorRouter({ period: seconds(1), patience: seconds(4) })),
  "link state, cut, crashed and mended": () =>
    routing(() => new LinkStateRouter({ hello: seconds(1), retransmit: ms(500) })),
  "ALOHA by radio": () =>
    shared(31, (to) => new AlohaStation("medium", { to, bytes: 500, rate: 300, patience: ms(2) }), {
      detects: false,
      hears: { s1: ["s2", "s3"], s4: ["s3", "s5"] },
    }),
  "slotted ALOHA": () =>
    shared(
      32,
      (to) =>
        new SlottedAlohaStation("medium", {
          ...{ to, bytes: 125, slot: us(100), fresh: 0.1, retry: 0.2 },
        }),
      { senses: false },
    ),
  "CSMA/CD on a long cable": () =>
    shared(33, (to) => new CsmaCdStation("medium", { to, bytes: 200, frames: 5, rate: 500 }), {
      positions: { s2: 1_000, s3: 2_500, s5: 5_000 },
    }),
};
