/** What faults do to a machine while its process stays up: its clock, its speed, its voice. */
import type { Memento } from "../kernel/memento.ts";
import type { ClockSkew } from "../process/clock.ts";
import { type EventCode, EventKind } from "../trace/event.ts";
import type { Actions } from "./actions.ts";

type Recorder = (kind: EventCode, detail: number | string) => void;

/** The condition of one machine. It outlives crashes of the process. */
export class Conditions {
  readonly #actions: Actions;
  /** Writes a row about the node; `detail` is a fault's index or a text. */
  readonly #record: Recorder;
  /** How much slower each fault makes it, by fault. */
  readonly #slowedBy = new Map<number, number>();
  readonly #mutedBy = new Set<number>();

  constructor(actions: Actions, record: Recorder) {
    this.#actions = actions;
    this.#record = record;
  }

  /** The clock is set, or gets another drift. */
  skew(change: ClockSkew): void {
    const drift = this.#actions.skew(change);
    this.#record(EventKind.skew, `${change.offset ?? 0} ${drift}`);
  }

  /** Fault `fault` makes work take `factor` times as long. */
  slow(factor: number, fault: number): void {
    this.#slowedBy.set(fault, factor);
    this.#setSpeed(EventKind.slow);
  }

  /** Fault `fault` no longer makes it slow. */
  restore(fault: number): void {
    if (this.#slowedBy.delete(fault)) this.#setSpeed(EventKind.restore);
  }

  #setSpeed(kind: EventCode): void {
    const slowness = [...this.#slowedBy.values()].reduce((all, one) => all * one, 1);
    this.#actions.slowness = slowness;
    this.#record(kind, String(slowness));
  }

  /** Whether what its process sends never leaves it. */
  get isMute(): boolean {
    return this.#mutedBy.size > 0;
  }

  /** Fault `fault` keeps what is sent from leaving. */
  mute(fault: number): void {
    if (this.#mutedBy.size === 0) this.#record(EventKind.mute, fault);
    this.#mutedBy.add(fault);
  }

  /** Fault `by` lets it speak again, whatever has muted it. Nothing if it is not mute. */
  unmute(by: number): void {
    if (this.#mutedBy.size === 0) return;
    this.#mutedBy.clear();
    this.#record(EventKind.unmute, by);
  }

  /** Fault `fault` no longer mutes it; it speaks again if no other does. */
  relieveMute(fault: number): void {
    if (this.#mutedBy.size === 1 && this.#mutedBy.has(fault)) this.unmute(fault);
    else this.#mutedBy.delete(fault);
  }

  /** Saves or restores which faults lie on it. */
  remember(memento: Memento): void {
    memento.map(this.#slowedBy);
    memento.set(this.#mutedBy);
  }
}
