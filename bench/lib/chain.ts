/** The chain of four links as a run of the engine: three routers between a source and a sink. */
import { fileURLToPath } from "node:url";
import {
  link,
  mbps,
  ms,
  Process,
  Router,
  type Run,
  simulate,
  type Spec,
} from "../../src/engine/index.ts";
import { log } from "../../src/engine/kernel/math.ts";

/** Bytes of a packet; 28 of them are its headers. 800 µs on a link. */
const PACKET = 1_000;
const SENDING = 800_000;
const LOAD = 0.9;

class Source extends Process {
  left: number;

  constructor(packets: number) {
    super();
    this.left = packets;
  }
  start(): void {
    this.wait();
  }
  wait(): void {
    this.setTimer("next", Math.floor((-SENDING / LOAD) * log(1 - this.random())));
  }
  timeout(): void {
    this.send("sink", "", { bytes: PACKET - 28 });
    if (--this.left > 0) this.wait();
  }
}

class Sink extends Process {
  arrived = 0;

  receive(): void {
    this.arrived++;
  }
}

type ChainNodes = { source: Source; r1: Router; r2: Router; r3: Router; sink: Sink };

/** A run of so many packets. */
export function chainRun(packets: number, trace: "full" | "none" = "full"): Run<ChainNodes> {
  return simulate(chainSpec(packets, trace));
}

/** What it is made of. */
export function chainSpec(packets: number, trace: "full" | "none" = "full"): Spec<ChainNodes> {
  const wire = { bandwidth: mbps(10), delay: ms(1), queue: 10 };
  const places = ["source", "r1", "r2", "r3", "sink"];
  return {
    seed: "bench",
    trace,
    nodes: {
      source: new Source(packets),
      r1: new Router(),
      r2: new Router(),
      r3: new Router(),
      sink: new Sink(),
    },
    links: places.slice(1).map((to, i) => link(places[i], to, wire)),
    limits: { events: 30 * packets + 1_000, trace: 1_000 * packets + 1_000_000 },
  };
}

/** Memory that a trace takes: its columns, and its strings as far as they have been counted. */
function bytesOf({ trace }: Run): number {
  const columns = trace.data.chunks.flatMap((chunk) => Object.values(chunk));
  const strings = trace.data.strings.reduce((sum, text) => sum + 2 * text.length + 48, 0);
  return columns.reduce((sum, { byteLength }) => sum + byteLength, strings);
}

/** As a program: `chain.ts full|hashed|none <packets>` prints what the run has cost. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kind, packets] = process.argv.slice(2);
  const trace = kind === "none" ? "none" : "full";
  // The compiler's work is not counted: a first run pays for it.
  chainRun(20_000, trace);
  const before = process.cpuUsage();
  const run = chainRun(Number(packets), trace);
  if (kind === "hashed") void run.fingerprint;
  const { user, system } = process.cpuUsage(before);
  const { maxRSS } = process.resourceUsage();
  const cost = { time: (user + system) * 1000, rss: maxRSS * 1024 };
  console.log(JSON.stringify({ ...cost, rows: run.metrics.events, bytes: bytesOf(run) }));
}
