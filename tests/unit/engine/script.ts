/** A process that says what a test wants at the times that it wants, and keeps what it hears. */
import { type Address, Process } from "../../../src/engine/index.ts";

/** Something to be said, and when, ns. */
export type Line = readonly [at: number, body: unknown];

/** The other end of a protocol, played by a test. */
export class Script extends Process {
  to: Address;
  lines: readonly Line[];
  /** What was heard, and when, ns. */
  heard: [at: number, body: unknown][] = [];

  constructor(to: Address, lines: readonly Line[] = []) {
    super();
    this.to = to;
    this.lines = lines;
  }

  start(): void {
    this.lines.forEach(([at], i) => this.setTimer(String(i), at));
  }

  timeout(timer: string): void {
    this.send(this.to, this.lines[Number(timer)][1]);
  }

  receive(message: unknown): void {
    this.heard.push([this.now, message]);
  }
}
