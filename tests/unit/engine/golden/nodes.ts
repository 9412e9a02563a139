/** Runs with faults of nodes, inboxes and traffic whose fingerprints are golden. */
import {
  type Address,
  ClosedCrowd,
  batches,
  crash,
  DatagramReceiver,
  DatagramSender,
  duplex,
  edit,
  every,
  expire,
  exponentially,
  flaky,
  mbps,
  ms,
  mute,
  type Nodes,
  OpenCrowd,
  poisson,
  ppm,
  Process,
  type Request,
  restart,
  seconds,
  Sink,
  skew,
  slow,
  type Spec,
  star,
  Story,
  StopAndWaitReceiver,
  StopAndWaitSender,
  upgrade,
  zone,
} from "../../../../src/engine/index.ts";

/** Answers each visitor after work, and keeps the books on its disk. */
class Desk extends Process<Request> {
  disk = { served: 0 };
  mean = ms(8);
  receive(request: Request, from: Address): void {
    this.disk.served += 1;
    this.work(exponentially(this.random(), this.mean));
    this.send(from, request);
  }
}

/** Says what it is. */
class DeskV2 extends Desk {
  version = 2;
  start(): void {
    this.note(`version 2 takes over after ${this.disk.served}`);
  }
}

/** Guests come by chance, wait for one of two tables, order, eat, and complain. */
class Guests extends Story<Request> {
  capacity = { table: 2 };
  *tell(guest: number) {
    if (guest < 60) {
      yield this.pause(exponentially(this.random(), ms(20)));
      this.begin(guest + 1);
    }
    yield this.acquire("table");
    const dish = (yield this.ask("desk", { visitor: guest }, ms(30))) as Request | null;
    if (dish === null) this.note(`guest ${guest} leaves`);
    else yield this.pause(ms(5) + this.random() * ms(10));
    this.release("table");
  }
}

const desks = ["desk-1", "desk-2", "desk-3"];

/** Sends each question to the next desk, and each answer back to its crowd. */
class Door extends Process<Request> {
  turn = 0;
  receive(request: Request, from: Address): void {
    if (desks.includes(from)) this.send("crowd", request);
    else this.send(desks[this.turn++ % desks.length], request);
  }
}

function shop(seed: string, faults: Spec["faults"], more: Partial<Spec> = {}): Spec {
  const nodes = {
    crowd: new ClosedCrowd("door", 25, ms(60), { patience: ms(200) }),
    door: new Door(),
    ...Object.fromEntries(desks.map((name) => [name, new Desk()])),
  };
  const links = star("door", ["crowd", ...desks], { delay: ms(2) }).flat();
  return { seed, nodes, links, faults, until: seconds(3), ...more };
}

function letters(faults: Spec["faults"], more: Partial<Spec> = {}): Spec {
  return {
    seed: "letters",
    nodes: {
      a: new StopAndWaitSender("b", "CLOCKS ARE NEVER RIGHT", ms(90)),
      b: new StopAndWaitReceiver(),
    },
    links: duplex("a", "b", { delay: ms(20), jitter: ms(15), loss: 0.2 }),
    faults,
    ...more,
  };
}

function traffic(nodes: Nodes, faults: Spec["faults"] = []): Spec {
  const sources = Object.keys(nodes).filter((name) => name !== "sink");
  const links = sources.flatMap((name) =>
    duplex(name, "sink", { bandwidth: mbps(2), delay: ms(5), loss: 0.05 }),
  );
  return { seed: "traffic", nodes, links, faults, until: seconds(4) };
}

export const nodeRuns: Record<string, () => Spec> = {
  "a crash between two sends, and one just after an event": () =>
    shop("points", [
      crash("door", { handled: 12, afterSends: 0, downFor: ms(40) }),
      crash("desk-2", { handled: 9, afterSends: 1, downFor: ms(25) }),
      crash("desk-3", { event: 900, downFor: ms(10) }),
    ]),
  "zones and machines that fail by chance": () =>
    shop("zones", [
      zone("north", ["desk-1", "desk-2"], seconds(1), { until: seconds(1.4) }),
      flaky("desk-3", ms(300), ms(50)),
      flaky(["desk-1", "desk-2"], ms(900), ms(80), { at: seconds(2) }),
    ]),
  "an upgrade, one desk at a time": () =>
    shop(
      "upgrade",
      desks.map((name, i) => upgrade(name, "DeskV2", seconds(1 + i / 2), { downFor: ms(100) })),
      { classes: { DeskV2: new DeskV2() } },
    ),
  "slow, edited and mute": () =>
    shop("gray", [
      slow("desk-1", 7.5, ms(300), { until: seconds(2) }),
      edit("desk-2", "mean", 20_000_000, seconds(1)),
      mute("desk-3", seconds(1), { until: seconds(1.5) }),
    ]),
  "clocks that drift, jump, and timers of theirs": () =>
    letters([skew("a", ms(500), { offset: -ms(400), drift: 0.5 }), expire("a", "retransmit", 77)], {
      clocks: { a: { drift: ppm(900) }, b: { offset: ms(7), drift: -0.2 } },
    }),
  "inboxes that overflow": () => {
    const inboxes = {
      "desk-1": { limit: 1 },
      "desk-2": { limit: 2, overflow: "dropOldest" as const },
      "desk-3": { limit: 0, overflow: "refuse" as const },
    };
    return shop("inboxes", [slow("desk-1", 3, 0)], { inboxes });
  },
  "sources of every kind, and a sink": () =>
    traffic({
      steady: every("sink", ms(9), { phase: ms(2) }),
      chance: poisson("sink", 120, { bytes: 700, varies: true }),
      lumps: batches("sink", 90, 6),
      sink: new Sink({ deadline: ms(30), from: seconds(1) }),
    }),
  "stories that share two tables": () => ({
    seed: "stories",
    nodes: { guests: new Guests(), desk: new Desk() },
    links: duplex("guests", "desk", { delay: ms(2), loss: 0.1 }),
    faults: [crash("guests", { handled: 70, afterSends: 0, downFor: ms(50) })],
  }),
  "datagrams beside an open crowd": () => ({
    seed: "open",
    nodes: {
      ...{ crowd: new OpenCrowd("desk", 90, { patience: ms(80) }), desk: new Desk() },
      ...{ a: new DatagramSender("b", "x".repeat(200), ms(11)), b: new DatagramReceiver() },
    },
    links: [
      ...duplex("crowd", "desk", { delay: ms(3), duplication: 0.05 }),
      ...duplex("a", "b", { delay: ms(3), jitter: ms(20), corruption: 0.1, loss: 0.1 }),
    ],
    faults: [crash("desk", seconds(1)), restart("desk", seconds(1.2))],
    until: seconds(3),
  }),
};
