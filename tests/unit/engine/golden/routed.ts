/** Runs with routers whose fingerprints are golden: each is a spec, and nothing but the engine. */
import {
  burstyWire,
  Codel,
  crash,
  cut,
  DeficitRoundRobin,
  dumbbell,
  duplex,
  exponential,
  heal,
  line,
  link,
  mbps,
  mesh,
  ms,
  type Nodes,
  normal,
  pareto,
  percent,
  perSecond,
  Process,
  randomNetwork,
  Red,
  restart,
  ring,
  Router,
  seconds,
  type Spec,
  StrictPriority,
  TcpReceiver,
  TcpSender,
  tree,
  uniform,
  us,
} from "../../../../src/engine/index.ts";

/** Sends to each of its receivers in turn, at random times. */
class Source extends Process {
  to: string[];
  left: number;
  gap: number;
  bytes: number;

  constructor(to: string[], left: number, gap: number, bytes: number) {
    super();
    this.to = to;
    this.left = left;
    this.gap = gap;
    this.bytes = bytes;
  }

  start(): void {
    this.timeout();
  }

  timeout(): void {
    const to = this.to[this.left % this.to.length];
    this.send(to, { left: this.left }, { bytes: this.bytes, priority: this.left % 8 });
    this.left -= 1;
    if (this.left > 0) this.setTimer("next", Math.floor(this.random() * 2 * this.gap));
  }
}

/** Asks for a report with times to live that grow, as traceroute does. */
class Tracer extends Process<{ icmp?: string }> {
  path: string[] = [];

  start(): void {
    this.probe();
  }

  probe(): void {
    this.send("end", "?", { ttl: this.path.length + 1, report: true });
  }

  receive(notice: { icmp?: string }, from: string): void {
    this.path.push(from);
    if (notice.icmp !== undefined) this.probe();
  }
}

class Echo extends Process {
  receive(message: unknown, from: string): void {
    this.send(from, message);
  }
}

const routers = (names: readonly string[]): Nodes =>
  Object.fromEntries(names.map((name) => [name, new Router()]));

const five = ["r1", "r2", "r3", "r4", "r5"];
const dozen = Array.from({ length: 12 }, (_, i) => `n${i}`);
const noisy = {
  loss: percent(5),
  jitter: ms(3),
  corruption: percent(4),
  duplication: percent(3),
};

function crossroads(queue: Red | Codel | StrictPriority | DeficitRoundRobin | number): Spec {
  return {
    seed: 11,
    nodes: {
      a: new Source(["d"], 400, ms(1.5), 900),
      b: new Source(["d"], 400, ms(1.7), 1_200),
      c: new Source(["d"], 400, ms(2.1), 300),
      r: new Router(),
      d: new Process(),
    },
    links: [
      ...["a", "b", "c"].map((name) => link(name, "r", { delay: ms(1) })),
      link("r", "d", { bandwidth: mbps(8), delay: ms(5), queue }),
    ],
  };
}

/** By name: a function, since a spec is made afresh for each run. */
export const routedRuns: Record<string, () => Spec> = {
  "a chain with a full queue": () => ({
    seed: 1,
    nodes: { a: new Source(["b"], 500, us(900), 1_222), ...routers(["r1", "r2"]), b: new Echo() },
    links: line(["a", "r1", "r2", "b"], { bandwidth: mbps(10), queue: 5 }),
  }),
  "noise on every hop": () => ({
    seed: 2,
    nodes: { a: new Source(["b"], 200, ms(2), 400), ...routers(["r1", "r2"]), b: new Echo() },
    links: line(["a", "r1", "r2", "b"], { ...noisy, delay: ms(4), mtu: 200 }),
    reassembly: ms(300),
  }),
  "smaller packets on the way": () => ({
    seed: 3,
    nodes: { a: new Source(["b"], 60, ms(9), 3_500), ...routers(["r1", "r2"]), b: new Process() },
    links: [
      link("a", "r1", { bandwidth: mbps(10) }),
      link("r1", "r2", { bandwidth: mbps(2), mtu: 576 }),
      link("r2", "b", { bandwidth: mbps(1), mtu: 296, loss: percent(1), check: "none" }),
    ],
  }),
  "a ring that is cut and mended": () => ({
    seed: 4,
    nodes: {
      ...routers(five),
      a: new Source(["b", "c"], 300, ms(4), 80),
      ...{ b: new Echo(), c: new Echo() },
    },
    links: [
      ring(five, { delay: ms(3), bandwidth: mbps(2) }),
      ...[duplex("a", "r1"), duplex("b", "r3"), duplex("c", "r4")],
    ],
    faults: [cut("r1", "r2", ms(300)), heal("r1", "r2", ms(900)), cut("r4", "r5", ms(700))],
    routing: { notice: ms(40) },
  }),
  "a router that crashes": () => ({
    seed: 5,
    nodes: {
      ...routers(["r1", "r3"]),
      r2: new Router({ rate: perSecond(2_000), delay: us(30), backlog: 50 }),
      ...{ a: new Source(["b"], 400, ms(1), 500), b: new Echo() },
    },
    links: [
      mesh(["r1", "r2", "r3"], { delay: ms(2), bandwidth: mbps(5), jitter: ms(1) }),
      ...[duplex("a", "r2"), duplex("b", "r3")],
    ],
    faults: [crash("r2", ms(100)), restart("r2", ms(250))],
  }),
  "paths by delay through a random network": () => ({
    seed: 6,
    nodes: {
      ...routers(dozen),
      a: new Source(["b", "c"], 200, ms(5), 1_000),
      ...{ b: new Echo(), c: new Echo() },
    },
    links: [
      randomNetwork(dozen, { seed: 9, probability: 0.2 }, { delay: ms(4), bandwidth: mbps(20) }),
      ...[duplex("a", "n0"), duplex("b", "n7"), duplex("c", "n11")],
    ],
    routing: { by: "delay" },
  }),
  "prefixes in a tree": () => ({
    seed: 7,
    nodes: {
      ...routers(["n0", "n1", "n2"]),
      a: new Source(["b", "c"], 100, ms(5), 40),
      ...{ b: new Echo(), c: new Echo() },
    },
    links: [tree(["n0", "n1", "n2"], 2), duplex("a", "n0"), duplex("b", "n1"), duplex("c", "n2")],
    addresses: { a: "10.0.0.1", b: "10.1.0.1", c: "10.2.0.1" },
  }),
  "times to live and what is said of them": () => ({
    seed: 8,
    nodes: { a: new Tracer(), ...routers(five), end: new Echo() },
    links: line(["a", ...five, "end"], { delay: ms(7), jitter: us(900) }),
  }),
  "TCP through a bottleneck": () => ({
    seed: 9,
    nodes: {
      ...{ s1: new TcpSender("t1", 200_000), s2: new TcpSender("t2", 200_000) },
      ...routers(["left", "right"]),
      ...{ t1: new TcpReceiver(), t2: new TcpReceiver() },
    },
    links: dumbbell(
      { left: ["s1", "s2"], middle: ["left", "right"], right: ["t1", "t2"] },
      { bandwidth: mbps(5), delay: ms(15), queue: 20 },
      { bandwidth: mbps(100), delay: ms(1) },
    ),
    until: seconds(20),
  }),
  "every model of links": () => ({
    seed: 10,
    nodes: { a: new Source(["b"], 300, ms(3), 200), ...routers(["r1", "r2"]), b: new Echo() },
    links: [
      duplex("a", "r1", { delay: normal(ms(5), ms(2)), loss: { goodToBad: 0.02, badToGood: 0.3 } }),
      duplex(
        "r1",
        "r2",
        { delay: exponential(ms(4)), bitErrors: burstyWire(1e-4, 20), frame: "crc16" },
        { delay: pareto(ms(2), 1.5), bitErrors: 2e-5, check: "none" },
      ),
      duplex("r2", "b", {
        ...{ delay: uniform(0, ms(3)), bandwidth: mbps(2), halfDuplex: true, queue: 9 },
      }),
    ],
  }),
  "RED at a crossroads": () => crossroads(new Red({ packets: 40, min: 3, max: 12 })),
  "CoDel at a crossroads": () => crossroads(new Codel({ target: ms(3), interval: ms(30) })),
  "strict priority at a crossroads": () => crossroads(new StrictPriority(30)),
  "turns at a crossroads": () => crossroads(new DeficitRoundRobin({ packets: 30 })),
};
