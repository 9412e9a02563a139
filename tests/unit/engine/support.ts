/** Small processes and readers that several test files share. */
import { type Address, Process, type Run } from "../../../src/engine/index.ts";
import { type EventRecord, eventRecord } from "../../../src/engine/trace/export.ts";

/** Sends each of its bodies to one receiver, all at the start. */
export class Talker extends Process {
  to: Address;
  bodies: unknown[];

  constructor(to: Address, ...bodies: unknown[]) {
    super();
    this.to = to;
    this.bodies = bodies;
  }

  start(): void {
    for (const body of this.bodies) this.send(this.to, body);
  }
}

/** Remembers what it receives, from whom and when. */
export class Listener extends Process {
  heard: unknown[] = [];
  times: number[] = [];

  receive(message: unknown): void {
    this.heard.push(message);
    this.times.push(this.now);
  }
}

/** Answers every message with the same one. */
export class Echo extends Process {
  receive(message: unknown, from: Address): void {
    this.send(from, message);
  }
}

/** All events of some kinds, in order. */
export function eventsOf(run: Run, ...kinds: string[]): EventRecord[] {
  const records: EventRecord[] = [];
  for (let row = 0; row < run.trace.rows; row++) {
    const record = eventRecord(run.trace, row);
    if (kinds.length === 0 || kinds.includes(record.kind)) records.push(record);
  }
  return records;
}

/** The times of all events of one kind, ns. */
export function timesOf(run: Run, kind: string): number[] {
  return eventsOf(run, kind).map((event) => event.time);
}
