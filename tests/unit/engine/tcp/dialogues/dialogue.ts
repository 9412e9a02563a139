/**
 * An end of TCP in the hands of a test: segments in, segments out, timers, without a network. This
 * end's numbers begin at 1,000 and the other's at 5,000, so that they can be read.
 */
import { type Host, setHost } from "../../../../../src/engine/process/host.ts";
import { TcpEndpoint } from "../../../../../src/engine/protocols/tcp/endpoint.ts";
import type { Segment } from "../../../../../src/engine/protocols/tcp/segment.ts";
import type { TcpSettings } from "../../../../../src/engine/protocols/tcp/settings.ts";

const MS = 1_000_000;

/** An endpoint that writes down what it is told. */
class Program extends TcpEndpoint {
  told: string[] = [];
  /** Whether it closes as soon as the other end has. */
  closesToo = true;

  connected(): void {
    this.told.push("connected");
  }
  data(text: string, bytes: number): void {
    this.told.push(`data ${text === "" ? bytes : text}`);
  }
  ended(): void {
    this.told.push("ended");
    if (this.closesToo) this.close();
  }
  closed(reason: string): void {
    this.told.push(`closed: ${reason}`);
  }
}

/** A segment in one line: flags, number + length, ack, window, options. */
export function line(segment: Segment): string {
  const { seq, ack, flags, window, data, mss, windowScale, sackPermitted, sack } = segment;
  const length = typeof data === "number" ? data : data.length;
  const words = [`${flags} ${seq}${length > 0 ? `+${length}` : ""}`];
  if (flags.includes("ACK")) words.push(`ack ${ack}`);
  words.push(`win ${window}`);
  if (mss !== undefined) words.push(`mss ${mss}`);
  if (windowScale !== undefined) words.push(`scale ${windowScale}`);
  if (sackPermitted) words.push("sackOK");
  if (sack !== undefined) words.push(`sack ${sack.map((block) => block.join("-")).join(" ")}`);
  const { timestamp } = segment;
  if (timestamp !== undefined) words.push(`ts ${timestamp.value}/${timestamp.echo}`);
  return words.join(" ");
}

/** One end, its clock and its timers. */
export class Dialogue {
  readonly end: Program;
  /** ms */
  now = 0;
  /** Running timers: when they expire, ms. */
  readonly timers = new Map<string, number>();
  /** What the end noted. */
  readonly notes: string[] = [];
  /** Sizes on the wire, bytes, of all that was sent. */
  readonly sizes: number[] = [];
  #said: string[] = [];

  constructor(settings: Partial<TcpSettings> = {}) {
    this.end = new Program({ initialSequence: 1_000, ...settings });
    const host: Partial<Host> = {
      address: "here",
      now: () => this.now * MS,
      random: () => 0.5,
      send: (to, body, options) => {
        this.sizes.push(options?.bytes ?? -1);
        this.#said.push(`${to === "there" ? "" : `to ${to}: `}${line(body as Segment)}`);
      },
      setTimer: (name, after) => void this.timers.set(name, this.now + after / MS),
      cancelTimer: (name) => void this.timers.delete(name),
      note: (text) => void this.notes.push(text),
    };
    setHost(this.end, host as Host);
  }

  /** What was said since the last time. */
  said(): string[] {
    return this.#said.splice(0);
  }

  /** What the program was told since the last time. */
  told(): string[] {
    return this.end.told.splice(0);
  }

  /** A segment arrives; what is answered. */
  hear(segment: Partial<Segment>, from = "there"): string[] {
    const blank = { seq: 5_001, ack: 1_001, flags: "ACK", window: 65_535, data: "" };
    this.end.receive({ ...blank, ...segment }, from);
    return this.said();
  }

  /** So many ms go by; what is said, each line with its time. */
  wait(time: number): string[] {
    const until = this.now + time;
    const lines: string[] = [];
    for (;;) {
      const [name, at] = [...this.timers].sort((a, b) => a[1] - b[1])[0] ?? ["", Infinity];
      if (at > until) break;
      this.now = at;
      this.timers.delete(name);
      this.end.timeout(name);
      lines.push(...this.said().map((text) => `${at}: ${text}`));
    }
    this.now = until;
    return lines;
  }

  /** Does something, and tells what was said. */
  doing(action: (end: Program) => void): string[] {
    action(this.end);
    return this.said();
  }
}

/** A connection that this end has opened; its round trip took 100 ms. */
export function opened(settings: Partial<TcpSettings> = {}, answer: Partial<Segment> = {}) {
  const dialogue = new Dialogue({ delayedAck: 0, ...settings });
  dialogue.end.open("there");
  dialogue.wait(100);
  dialogue.hear({ flags: "SYN ACK", seq: 5_000, mss: 1_000, ...answer });
  dialogue.told();
  return dialogue;
}

/** Data of the other end from a place on: its byte `from` (0 the first), so many bytes. */
export function bytes(from: number, length: number): Partial<Segment> {
  return { seq: 5_001 + from, data: length };
}

/** The other end acknowledges this end's bytes up to `count`. */
export function acks(count: number, more: Partial<Segment> = {}): Partial<Segment> {
  return { ack: 1_001 + count, ...more };
}
