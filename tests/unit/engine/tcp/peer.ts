/** The other end, played from a script: segment by segment, so that any situation can be made. */
import { duplex, ms, Process, simulate } from "../../../../src/engine/index.ts";
import { TcpEndpoint } from "../../../../src/engine/protocols/tcp/endpoint.ts";
import type { Segment } from "../../../../src/engine/protocols/tcp/segment.ts";
import type { TcpSettings } from "../../../../src/engine/protocols/tcp/settings.ts";

/** First sequence numbers: the endpoint's and the script's. */
export const ISS = 1_000;
export const IRS = 5_000;
/** How long a segment takes, ns. */
export const DELAY = ms(1);

/** What the peer does: at a time (ns since it started) it sends a segment. */
export type Script = readonly (readonly [at: number, segment: Segment])[];

/** A segment in few words; numbers are offsets from `IRS` (seq) and `ISS` (ack). */
export function segment(
  flags: string,
  seq: number,
  ack: number,
  rest: Partial<Segment> = {},
): Segment {
  const number = has(flags, "ACK") ? ISS + ack : 0;
  return { seq: IRS + seq, ack: number, flags, window: 60_000, data: "", ...rest };
}

const has = (flags: string, flag: string) => flags.split(" ").includes(flag);

/** SACK blocks in offsets from `ISS`. */
export function blocks(...pairs: [number, number][]): Partial<Segment> {
  return { sack: pairs.map(([from, to]) => [ISS + from, ISS + to]) };
}

class Peer extends Process<Segment, Segment> {
  script: Script;
  /** What came, with the time at which it had left, ns. */
  heard: { at: number; segment: Segment }[] = [];

  constructor(script: Script) {
    super();
    this.script = script;
  }
  start(): void {
    this.script.forEach(([at], i) => this.setTimer(String(i), at));
  }
  timeout(i: string): void {
    this.send("tcp", this.script[Number(i)][1]);
  }
  receive(heard: Segment): void {
    this.heard.push({ at: this.now - DELAY, segment: heard });
  }
}

/** An endpoint that calls or waits, writes at given times, and keeps what it is told. */
export class Subject extends TcpEndpoint {
  calls: boolean;
  /** What it does at which time, ns: texts and counts are written. */
  plan: readonly (readonly [at: number, what: string | number])[] = [];
  events: string[] = [];
  /** What it does in each callback, by name. */
  reactions: Record<string, "close" | "abort"> = {};

  constructor(calls: boolean, settings: Partial<TcpSettings> = {}) {
    super({ initialSequence: ISS, delayedAck: 0, ...settings });
    this.calls = calls;
  }
  start(): void {
    this.plan.forEach(([at], i) => this.setTimer(`plan ${i}`, at));
    if (this.calls) this.open("peer");
    else this.listen();
  }
  timeout(timer: string): void {
    if (!timer.startsWith("plan ")) return super.timeout(timer);
    const what = this.plan[Number(timer.slice(5))][1];
    if (what === "close") this.close();
    else if (what === "abort") this.abort();
    else this.write(what);
  }
  connected(): void {
    this.tell("connected");
  }
  data(text: string, bytes: number): void {
    this.tell("data", text === "" ? String(bytes) : text);
  }
  ended(): void {
    this.tell("ended");
  }
  closed(reason: string): void {
    this.tell("closed", reason);
  }
  tell(event: string, detail?: string): void {
    this.events.push(detail === undefined ? event : `${event} ${detail}`);
    const reaction = this.reactions[event];
    if (reaction === "close") this.close();
    if (reaction === "abort") this.abort();
  }
}

/** Plays a script against an endpoint until a time (ns). */
export function play(tcp: Subject, script: Script, until = ms(10_000)) {
  const nodes = { tcp, peer: new Peer(script) };
  const run = simulate({ seed: 1, nodes, links: duplex("tcp", "peer", { delay: DELAY }), until });
  if (run.outcome.kind === "error") throw new Error(run.outcome.message);
  return { tcp: run.nodes.tcp, heard: run.nodes.peer.heard };
}

/** A segment in a line: flags, offsets, length. */
export function line({ segment: { flags, seq, ack, data } }: { segment: Segment }): string {
  const length = typeof data === "number" ? data : data.length;
  const offset = (number: number, first: number) => (number === 0 ? "0" : String(number - first));
  const acks = has(flags, "ACK") ? ` ack ${offset(ack, IRS)}` : "";
  return `${flags} ${offset(seq, ISS)}${acks}${length > 0 ? ` (${length})` : ""}`;
}

/** The script by which a caller's call succeeds: SYN ACK at once. */
export function answer(rest: Partial<Segment> = {}): Script {
  return [[0, segment("SYN ACK", 0, 1, { mss: 1_000, ...rest })]];
}
