/**
 * A recording: a run that can be looked into at any moment. It goes forward as far as it has been
 * asked about, and leaves checkpoints on its way, so that going back means to put a second
 * simulation at the nearest checkpoint and to run it from there.
 */
import { checkNumber, reasonOf } from "../kernel/check.ts";
import { Memento } from "../kernel/memento.ts";
import { Past } from "../trace/past.ts";
import { type Moment, observe } from "./moment.ts";
import { Player } from "./player.ts";
import type { Outcome } from "./run.ts";
import { Simulation } from "./simulation.ts";
import { type Plan, planRun, type Spec } from "./spec.ts";

/**
 * Rows between two checkpoints at first. The engine writes a million rows a second and more, so
 * running from one to the next takes less than 5 ms.
 */
const SPACING = 4_096;
/** Checkpoints that are kept, and the memory that they may take together, bytes. */
const MOST = 256;
const MOST_BYTES = 134_217_728;
/** So many are kept however large they are. */
const FEWEST = 8;

/** The state of the run when it had this many rows. */
type Checkpoint = { rows: number; memento: Memento };

/** The last row that a run can have. */
const LAST_ROW = 1_073_741_824;

/** A run that goes on from a moment of another one, whose recording has the rows before. */
export type Begun = { plan: Plan; simulation: Simulation; earlier: Recording };

/** How a run is recorded. */
export type RecordingOptions = { spacing?: number; mayCrash?: boolean };

/** One run, and its checkpoints. */
export class Recording {
  /** The checked spec; its trace is always kept. */
  readonly plan: Plan;
  /** Goes forward. */
  readonly #front: Player;
  /** Goes back, and forward from there. */
  #replay: Player | undefined;
  #checkpoints: Checkpoint[] = [];
  #spacing: number;
  /** Rows at which the next checkpoint is due. */
  #nextAt = 0;
  #refusal = "";
  /** Where the run goes on from another one: what it was before, and up to which row. */
  readonly #earlier: Recording | undefined;
  readonly #begins: number;

  /**
   * Nothing runs before a moment is asked for.
   * @param options `spacing`: rows between two checkpoints, as long as these are few.
   * `mayCrash`: whether the run may go on with crashes, so that it must know all disks.
   * @throws as `simulate`.
   */
  constructor(spec: Spec | Begun, { spacing = SPACING, mayCrash = false }: RecordingOptions = {}) {
    this.#spacing = spacing;
    if ("earlier" in spec) {
      this.plan = spec.plan;
      this.#front = new Player(spec.simulation);
      this.#earlier = spec.earlier;
    } else {
      const plan = planRun(spec);
      this.plan = { ...plan, trace: "full", mayCrash: plan.mayCrash || mayCrash };
      this.#front = new Player(new Simulation(this.plan));
    }
    this.#begins = this.#front.rows;
    this.#leaveCheckpoint();
  }

  /**
   * Why there was no checkpoint at the last place for one; empty if there was one. Moments can be
   * had all the same: the run is then made again from the checkpoint before, or from its beginning.
   */
  get refusal(): string {
    return this.#refusal;
  }

  /** How many rows each checkpoint has, in their order. */
  get checkpoints(): number[] {
    return this.#checkpoints.map(({ rows }) => rows);
  }

  /**
   * The moment of a row.
   * @throws RangeError if the run has no such row.
   */
  moment(row: number): Moment {
    if (this.#earlier !== undefined && row < this.#begins) return this.#earlier.moment(row);
    const moment = observe(this.#before(row, "moment"), row);
    return moment ?? this.#refuseRow(row, "moment");
  }

  /**
   * The run just behind the event of a row, and its trace up to there. It belongs to the
   * recording: whoever wants to go on makes a memento of it.
   * @throws RangeError if the run has no such row.
   */
  after(row: number, action: string): { simulation: Simulation; past: Past } {
    const player = this.#before(row, action);
    player.playTo(row + 1);
    if (player.rows <= row) this.#refuseRow(row, action);
    const { simulation, outcome } = player;
    if (outcome !== undefined && outcome.kind !== "finished") refuseEnd(row, action, outcome);
    return { simulation, past: new Past(this.#front.simulation.world.trace.written, true) };
  }

  /** Whoever has not yet written a row, but will soon. */
  #before(row: number, action: string): Player {
    checkRow(row, action);
    const front = this.#front;
    while (this.#nextAt <= row && front.outcome === undefined) {
      front.playTo(this.#nextAt);
      if (front.outcome === undefined) this.#leaveCheckpoint();
    }
    if (row < front.rows) return this.#goBack(row);
    return front.outcome === undefined ? front : this.#refuseRow(row, action);
  }

  #goBack(row: number): Player {
    const { rows, memento } = this.#checkpoints.findLast((each) => each.rows <= row) as Checkpoint;
    let replay = this.#replay;
    // One that is over may have ended in the middle of things.
    if (replay === undefined || replay.outcome !== undefined) replay = this.#newReplay();
    else if (replay.rows >= rows && replay.rows <= row) return replay;
    memento.rewind();
    replay.simulation.remember(memento);
    return replay;
  }

  #newReplay(): Player {
    const simulation = new Simulation(this.plan);
    simulation.world.trace.goOnFrom(new Past(this.#front.simulation.world.trace.written, false));
    return (this.#replay = new Player(simulation));
  }

  #leaveCheckpoint(): void {
    const { rows } = this.#front;
    const memento = new Memento();
    try {
      this.#front.simulation.remember(memento);
      this.#checkpoints.push({ rows, memento });
      this.#refusal = "";
    } catch (error) {
      this.#refusal = reasonOf(error);
    }
    if (this.#areTooMany()) this.#thin();
    this.#nextAt = rows + this.#spacing;
  }

  #areTooMany(): boolean {
    const { length } = this.#checkpoints;
    if (length > MOST) return true;
    const bytes = this.#checkpoints.reduce((sum, { memento }) => sum + memento.bytes, 0);
    return length > FEWEST && bytes > MOST_BYTES;
  }

  /** Every second checkpoint goes, the one at the beginning stays. */
  #thin(): void {
    this.#checkpoints = this.#checkpoints.filter((_, i) => i % 2 === 0);
    this.#spacing *= 2;
  }

  #refuseRow(row: number, action: string): never {
    const { rows } = this.#front;
    throw new RangeError(`${action}(spec, row): row is ${row}; the run has only ${rows} rows.`);
  }
}

/** Nothing goes on from the middle of an event that has ended its run. */
function refuseEnd(row: number, action: string, outcome: Outcome): never {
  const why = outcome.kind === "error" ? outcome.message : outcome.kind;
  const remedy = "Go on from a row before that event";
  throw new RangeError(`${action}: the event of row ${row} ends the run (${why}). ${remedy}.`);
}

function checkRow(row: number, action: string): void {
  checkNumber(`${action}(spec, row)`, "row", row, { min: 0, max: LAST_ROW, whole: true });
}

/**
 * The moment of row `row` of the run of a spec.
 * @throws RangeError if the run has no such row.
 */
export function moment(spec: Spec, row: number): Moment {
  checkRow(row, "moment");
  return new Recording(spec).moment(row);
}
