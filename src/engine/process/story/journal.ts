/**
 * Journals: what a story was told, so that it can be told again. A generator cannot be copied; but
 * what it does follows from what it was given, so a copy of its journal is a copy of it.
 */
import type { Host } from "../host.ts";
import type { Command, Telling } from "./commands.ts";

/** All that a story has learnt, in order. */
export type Journal = {
  /** What each `yield` gave it; the first has no `yield` and is undefined. */
  inputs: unknown[];
  /** What `now` and `random()` said between them. */
  reads: number[];
  /** The command that it waits with. */
  command: Command["kind"] | "";
};

/** A journal of nothing yet. */
export function blankJournal(): Journal {
  return { inputs: [], reads: [], command: "" };
}

/**
 * The host of a process that tells stories. It writes what these read into their journals, and
 * passes everything else on. It holds the generators too: they cannot be copied, and a copy of the
 * process makes its own from the journals.
 */
export class Recorder implements Host {
  /** The true host. */
  readonly host: Host;
  /** By visitor. */
  readonly tellings = new Map<number, Telling>();
  /** The journal of the story that is being told; undefined between two. */
  journal: Journal | undefined;

  constructor(host: Host) {
    this.host = host;
  }

  get address(): string {
    return this.host.address;
  }

  now(): number {
    return this.#read(this.host.now());
  }

  random(): number {
    return this.#read(this.host.random());
  }

  #read(value: number): number {
    this.journal?.reads.push(value);
    return value;
  }

  send(...given: Parameters<Host["send"]>): void {
    this.host.send(...given);
  }
  setTimer(name: string, after: number): void {
    this.host.setTimer(name, after);
  }
  cancelTimer(name: string): void {
    this.host.cancelTimer(name);
  }
  work(duration: number): void {
    this.host.work(duration);
  }
  invoke(operation: unknown): number {
    return this.#read(this.host.invoke(operation));
  }
  complete(operation: unknown, number: number | undefined): void {
    this.host.complete(operation, number);
  }
  note(text: string): void {
    this.host.note(text);
  }
  neighbours(): ReturnType<Host["neighbours"]> {
    return this.host.neighbours();
  }
}

function nothing(): void {}

/** A host for telling a story again: it answers from the journal, and nothing happens. */
export function replayHost(host: Host, journal: Journal): Host & { left(): number } {
  let next = 0;
  const read = (): number => {
    if (next === journal.reads.length) throw new Error("a story asks for more than at first");
    return journal.reads[next++];
  };
  return {
    address: host.address,
    now: read,
    random: read,
    invoke: read,
    send: nothing,
    setTimer: nothing,
    cancelTimer: nothing,
    work: nothing,
    complete: nothing,
    note: nothing,
    neighbours: () => host.neighbours(),
    left: () => journal.reads.length - next,
  };
}
