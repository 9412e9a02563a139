/**
 * One value of a page's module, computed afresh for a seed, faults and knobs, without the reactive
 * graph: the inner loop of a sweep. Cells that depend on none of the three are computed once.
 */
import type { Fault } from "../../engine/faults.ts";
import type { Knob, KnobValue } from "../knob.ts";
import type { SweepJob } from "../protocol.ts";
import type { Asking } from "./asking.ts";
import type { LoadedCell, ScopeMaker, Surroundings } from "./scope.ts";

export class Evaluator {
  readonly #scopes: ScopeMaker;
  readonly #owner: Map<string, LoadedCell>;
  readonly #varying = new Map<LoadedCell, boolean>();
  /** Values of the cells that no job can change. */
  readonly #constants = new Map<LoadedCell, Record<string, unknown>>();
  /** What questions were answered with, by name. */
  readonly #answers: Readonly<Record<string, unknown>>;
  readonly #seen: (knob: Knob) => void;

  /** `seen` hears of the knobs of each cell that is run. */
  constructor(
    cells: readonly LoadedCell[],
    scopes: ScopeMaker,
    answers: Readonly<Record<string, unknown>> = {},
    seen: (knob: Knob) => void = quiet,
  ) {
    this.#scopes = scopes;
    this.#answers = answers;
    this.#seen = seen;
    this.#owner = new Map(cells.flatMap((cell) => cell.names.map((name) => [name, cell] as const)));
  }

  /** The id of the cell that defines a name; empty if none does. */
  ownerOf(name: string): string {
    return this.#owner.get(name)?.id ?? "";
  }

  /** The value of `target` for one job. Throws what its cells throw. */
  value(target: string, job: SweepJob): unknown {
    return this.reader(job)(target);
  }

  /** Gives values for one job, by name; each cell is run once, when it is first needed. */
  reader(job: SweepJob): (target: string) => unknown {
    const fresh = new Map<LoadedCell, Record<string, unknown>>();
    return (target) => this.#valueOf(target, job, fresh);
  }

  /** The kind of a question, and what its cell asks for one job; undefined if it is none. */
  asking(target: string, job: SweepJob): Asking | undefined {
    const cell = this.#owner.get(target);
    const question = cell?.questions.find(({ name }) => name === target);
    if (cell === undefined || question === undefined) return undefined;
    const asked = new Map<string, readonly unknown[]>();
    this.#evaluate(cell, job, new Map(), ({ name }, args) => void asked.set(name, args));
    return { kind: question.kind, args: asked.get(target) ?? [] };
  }

  #valueOf(name: string, job: SweepJob, fresh: Map<LoadedCell, Record<string, unknown>>): unknown {
    if (name === "seed") return job.seed;
    if (name === "faults") return job.faults satisfies readonly Fault[];
    const cell = this.#owner.get(name);
    if (cell === undefined) throw new Error(`No cell of this page defines ${name}.`);
    return this.#run(cell, job, fresh)[name];
  }

  #run(
    cell: LoadedCell,
    job: SweepJob,
    fresh: Map<LoadedCell, Record<string, unknown>>,
  ): Record<string, unknown> {
    const known = this.#constants.get(cell) ?? fresh.get(cell);
    if (known !== undefined) return known;
    const result = this.#evaluate(cell, job, fresh, ({ name }) => this.#answers[name]);
    (this.#varies(cell) ? fresh : this.#constants).set(cell, result);
    return result;
  }

  #evaluate(
    cell: LoadedCell,
    job: SweepJob,
    fresh: Map<LoadedCell, Record<string, unknown>>,
    asked: Surroundings["asked"],
  ): Record<string, unknown> {
    const inputs = Object.fromEntries(
      cell.needs.map((name) => [name, this.#valueOf(name, job, fresh)]),
    );
    const knob = (name: string): KnobValue | undefined => job.knobs[name];
    const scope = this.#scopes.make(cell, { inputs, knob, say: quiet, seen: this.#seen, asked });
    const { definition } = cell; // called bare: a cell's own text has no `this`
    return definition(scope);
  }

  /** Whether a cell depends on seed, faults or any knob, directly or through others. */
  #varies(cell: LoadedCell): boolean {
    const known = this.#varying.get(cell);
    if (known !== undefined) return known;
    const varies =
      cell.knobs.length > 0 ||
      cell.needs.some((need) => {
        const owner = this.#owner.get(need);
        return owner === undefined ? need === "seed" || need === "faults" : this.#varies(owner);
      });
    this.#varying.set(cell, varies);
    return varies;
  }
}

function quiet(): void {}
