/** Starts, kills, starts again and ends the OS processes of a run, and knows when it is over. */
import { type ChildProcess, fork } from "node:child_process";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Fault } from "../engine/faults.ts";
import type { QueueMeasure } from "../engine/network/sender-stage.ts";
import type { NodeMeasures } from "../engine/simulate/node-stage.ts";
import type { Outcome } from "../engine/simulate.ts";
import { DiskFile } from "./disk-file.ts";
import type { LifeJournal, Signal } from "./merge.ts";
import type { ExperimentSource, FromStation, ToStation } from "./messages.ts";
import type { Outline } from "./outline.ts";
import { type PlannedSignal, splitFaults } from "./signals.ts";
import type { TransportName } from "./transport.ts";

/** Compiled code is kept between runs: starting takes a third of the time. */
const CACHE = join(tmpdir(), "mostly-reliable-compiled");

type Setting = {
  source: ExperimentSource;
  transport: TransportName;
  folder: string;
  /** What Node is told for each OS process. */
  execArgv: readonly string[];
};

/** How long all must have been at rest for the run to be over, ms: longer than over loopback. */
const REST = 60;
/** How long an OS process may take to say how it ended, ms. */
const FAREWELL = 10_000;
/** Between the word to begin and the beginning, ns. */
const LEAD = 10_000_000n;

/** One OS process, as its conductor sees it. */
type Seat = {
  child: ChildProcess | undefined;
  life: number;
  port: number;
  isQuiet: boolean;
  ended: Extract<FromStation, { kind: "ended" }> | undefined;
};

export class Conductor {
  readonly journals: LifeJournal[] = [];
  readonly signals: Signal[] = [];
  /** When the run ended, ns. */
  endTime = 0;

  readonly #plan: Outline;
  readonly #setting: Setting;
  readonly #seats: Seat[];
  readonly #planned: PlannedSignal[];
  readonly #faults: Fault[];
  #epoch: bigint | undefined;
  #lastMove = 0;
  #outcome: Outcome | undefined;
  #failure: Error | undefined;

  /** @throws RangeError for faults that only a simulator can make. */
  constructor(plan: Outline, setting: Setting) {
    this.#plan = plan;
    this.#setting = setting;
    const { signals, rest } = splitFaults(plan);
    this.#planned = signals;
    this.#faults = rest;
    this.#seats = plan.names.map(() => ({
      ...{ child: undefined, life: 0, port: 0, isQuiet: false, ended: undefined },
    }));
  }

  /** Carries the run out; `until` in ns. */
  async conduct(until: number): Promise<Outcome> {
    try {
      await Promise.all(this.#seats.map((_, node) => this.#open(node)));
      this.#epoch = process.hrtime.bigint() + LEAD;
      this.#tellPorts();
      this.#lastMove = performance.now();
      const outcome = await this.#watch(until);
      this.endTime = this.#clock();
      await Promise.all(this.#seats.map((seat, i) => this.#end(seat, this.#plan.names[i])));
      if (this.#failure !== undefined) throw this.#failure;
      return outcome;
    } finally {
      for (const { child } of this.#seats) child?.kill("SIGKILL");
    }
  }

  /** The fields of a node in the end; of one that is down, its disk. */
  fieldsOf(node: number): Record<string, unknown> {
    const { ended } = this.#seats[node];
    if (ended !== undefined) return ended.fields;
    const disk = new DiskFile(this.#diskOf(node)).read();
    return disk === undefined ? {} : { disk };
  }

  measureOf(node: number): NodeMeasures {
    return this.#seats[node].ended?.measure ?? { area: 0, most: 0, waited: 0, longest: 0, busy: 0 };
  }

  queueOf(link: number): QueueMeasure {
    const node = this.#plan.links[link].from;
    const none = { offered: 0, dropped: 0, mean: 0, longest: 0, utilisation: 0 };
    return this.#seats[node].ended?.queues[link] ?? none;
  }

  /** ns since the run began. */
  #clock(): number {
    return Math.max(0, Number(process.hrtime.bigint() - (this.#epoch as bigint)));
  }

  #diskOf(node: number): string {
    return join(this.#setting.folder, "disks", String(node));
  }

  async #watch(until: number): Promise<Outcome> {
    for (;;) {
      const now = this.#clock();
      while (this.#planned.length > 0 && this.#planned[0].at <= now) {
        this.#strike(this.#planned.shift() as PlannedSignal);
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#outcome !== undefined) return this.#outcome;
      if (now >= until) return { kind: "until" };
      if (this.#isAtRest()) return { kind: "finished" };
      const next = this.#planned.length > 0 ? (this.#planned[0].at - now) / 1e6 : 10;
      await wait(Math.max(1, Math.min(10, next)));
    }
  }

  #isAtRest(): boolean {
    const areQuiet = this.#seats.every(({ child, isQuiet }) => child === undefined || isQuiet);
    return areQuiet && this.#planned.length === 0 && performance.now() - this.#lastMove > REST;
  }

  #strike({ kind, node, fault }: PlannedSignal): void {
    const seat = this.#seats[node];
    const isUp = seat.child !== undefined;
    if (kind === "crash" && isUp) {
      const { child } = seat;
      seat.child = undefined;
      seat.isQuiet = false;
      child?.removeAllListeners();
      child?.kill("SIGKILL");
      this.signals.push({ kind, node, time: this.#clock(), fault });
    } else if (kind === "restart" && !isUp) {
      this.signals.push({ kind, node, time: this.#clock(), fault });
      seat.life++;
      this.#open(node).then(
        () => this.#tellPorts(),
        (error: unknown) => (this.#failure = error as Error),
      );
    }
    this.#lastMove = performance.now();
  }

  /** Starts an OS process for a node and waits until its socket is open. */
  #open(node: number): Promise<void> {
    const seat = this.#seats[node];
    const { source, transport, folder, execArgv } = this.#setting;
    const name = this.#plan.names[node];
    const { life } = seat;
    const journal = join(folder, `${node}-${life}`);
    this.journals.push({ node, life, path: journal });
    const child = startStation(execArgv);
    seat.child = child;
    return new Promise((resolve, reject) => {
      child.on("message", (message: FromStation) => this.#hear(seat, name, message, resolve));
      child.on("error", reject);
      child.on("exit", (code, signal) => {
        if (seat.ended !== undefined) return;
        const how = signal ?? `code ${code}`;
        const error = new Error(`${name}: its OS process has ended by itself (${how}).`);
        this.#failure ??= error;
        reject(error);
      });
      tell(child, {
        kind: "set up",
        source,
        run: basename(folder),
        index: node,
        life,
        faults: this.#faults,
        transport,
        journal,
        disk: this.#diskOf(node),
      });
    });
  }

  #hear(seat: Seat, name: string, message: FromStation, opened: () => void): void {
    this.#lastMove = performance.now();
    if (message.kind === "ready") {
      seat.port = message.port;
      opened();
    } else if (message.kind === "state") seat.isQuiet = message.isQuiet;
    else if (message.kind === "outcome") this.#outcome ??= message.outcome;
    else if (message.kind === "outline") return;
    else if (message.kind === "ended") {
      seat.ended = message;
      // Only now may it go: what it had said last could else be lost behind its exit.
      seat.child?.disconnect();
    } else this.#failure ??= new Error(`${name}: ${message.words}`);
    if (this.#failure !== undefined) opened();
  }

  #tellPorts(): void {
    const ports = this.#seats.map(({ port }) => port);
    for (const { child } of this.#seats) {
      if (child !== undefined) tell(child, { kind: "ports", epoch: this.#epoch as bigint, ports });
    }
  }

  async #end(seat: Seat, name: string): Promise<void> {
    const { child } = seat;
    if (child === undefined) return;
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    tell(child, { kind: "end" });
    await Promise.race([exited, wait(FAREWELL, undefined, { ref: false })]);
    if (seat.ended === undefined) {
      this.#failure ??= new Error(`${name}: its OS process did not end within ${FAREWELL} ms.`);
    }
  }
}

/** Starts an OS process that waits to be told what it is. */
function startStation(execArgv: readonly string[]): ChildProcess {
  return fork(new URL("station.ts", import.meta.url), {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [...execArgv],
    env: { ...process.env, NODE_COMPILE_CACHE: CACHE },
  });
}

/**
 * What a run is to be, made in an OS process of its own: this one never loads the module.
 * @param patience ms.
 * @throws Error with what the module throws, or if it takes too long.
 */
export async function outlineApart(
  source: ExperimentSource,
  execArgv: readonly string[],
  patience: number,
): Promise<Outline> {
  const child = startStation(execArgv);
  try {
    return await new Promise<Outline>((resolve, reject) => {
      child.on("message", (message: FromStation) => {
        if (message.kind === "outline") resolve(message.outline);
        else
          reject(new Error(message.kind === "failed" ? message.words : `It is ${message.kind}.`));
      });
      child.on("error", reject);
      child.on("exit", (code, signal) => {
        reject(new Error(`The experiment’s OS process has ended (${signal ?? `code ${code}`}).`));
      });
      const late = `The experiment was still being made after ${patience / 1_000} s.`;
      setTimeout(() => reject(new Error(late)), patience).unref();
      tell(child, { kind: "outline", source });
    });
  } finally {
    child.kill("SIGKILL");
  }
}

function tell(child: ChildProcess, message: ToStation): void {
  if (child.connected) child.send(message);
}
