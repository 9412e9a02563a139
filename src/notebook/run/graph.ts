/**
 * A page's module as a reactive graph: every cell is a variable of @observablehq/runtime, every
 * experiment a derivation of the module in which `seed` and `faults` are its own. Turning a knob
 * recomputes what depends on it and nothing else.
 */
import { tick } from "./tick.ts"; // before the runtime, which takes its clock when it is imported
import { Runtime, type Module, type Variable } from "@observablehq/runtime";
import type { Fault } from "../../engine/faults.ts";
import type { CompiledCell } from "../cells.ts";
import type { Knob, KnobValue } from "../knob.ts";
import { readFailure, type CellFailure } from "./failure.ts";
import { ScopeMaker, type Definition, type LoadedCell } from "./scope.ts";

/** An experiment of the page: its own seed and faults over the page's cells. */
export type ExperimentInput = {
  id: string;
  /** The name of the run that it shows. */
  run: string;
  seed: string;
  faults: readonly Fault[];
};

export type CellStatus =
  | { state: "done"; output: string[] }
  | { state: "failed"; failure: CellFailure; output: string[] }
  | { state: "waiting"; name: string };

/** What the graph tells whoever watches it. */
export type GraphWatcher = {
  /** A cell's code is about to run: if nothing follows, it hangs. Empty: it has ended. */
  begin(cell: string): void;
  cell(id: string, status: CellStatus): void;
  knob(knob: Knob): void;
  value(experiment: string, name: string, value: unknown): void;
  failed(experiment: string, name: string, failure: CellFailure): void;
};

/** The page itself, as an experiment of its own: default seed, no faults. */
export const PAGE = "";
/** The seed of an experiment whose author names none. */
export const DEFAULT_SEED = "7";

/** The longest output of one cell, in lines; what comes after is counted, not kept. */
const OUTPUT_LINES = 200;
const OUTPUT_COLUMNS = 2_000;

type Instance = {
  input: ExperimentInput;
  given: Module;
  module: Module;
  /** The failures of cells' own code here: the runtime passes on their messages only. */
  failures: Map<string, CellFailure>;
};

export class Graph {
  readonly #scopes: ScopeMaker;
  readonly #load: (code: string) => Promise<Definition>;
  readonly #watcher: GraphWatcher;
  #runtime = new Runtime({}, unknownName);
  #cells: LoadedCell[] = [];
  #instances = new Map<string, Instance>();
  #knobs = new Map<string, KnobValue>();
  #pending = new Set<object>();
  #watched: readonly string[];

  /** `watched`: further names whose values the page wants, in the page's own derivation. */
  constructor(
    api: Record<string, unknown>,
    load: (code: string) => Promise<Definition>,
    watcher: GraphWatcher,
    watched: readonly string[] = [],
  ) {
    this.#scopes = new ScopeMaker(api);
    this.#load = load;
    this.#watcher = watcher;
    this.#watched = watched;
  }

  get cells(): readonly LoadedCell[] {
    return this.#cells;
  }

  /** Takes the page's cells. A cell whose text alone changed is recomputed alone. */
  async setCells(cells: readonly CompiledCell[]): Promise<void> {
    const loaded = await Promise.all(
      cells.map(async (cell, index) => ({
        ...cell,
        index,
        definition: await this.#load(cell.code),
      })),
    );
    const before = this.#cells;
    this.#cells = loaded;
    if (!sameShape(before, loaded)) return this.#rebuild();
    loaded.forEach((cell, i) => {
      if (cell.code === before[i].code) return;
      for (const instance of this.#instances.values())
        instance.module.redefine(cellName(cell), this.#inputs(cell), this.#run(cell, instance));
    });
  }

  setKnobs(values: Readonly<Record<string, KnobValue>>): void {
    for (const [name, value] of Object.entries(values)) {
      if (this.#knobs.get(name) === value) continue;
      this.#knobs.set(name, value);
      for (const { given } of this.#instances.values())
        if (this.#knobNames().includes(name)) given.redefine(knobName(name), [], () => value);
    }
  }

  /** Takes the experiments. One whose seed or faults changed is recomputed alone. */
  setExperiments(inputs: readonly ExperimentInput[]): void {
    for (const input of inputs) {
      const instance = this.#instances.get(input.id);
      if (instance === undefined || instance.input.run !== input.run) this.#add(input);
      else this.#change(instance, input);
    }
  }

  /** Resolves when nothing is left to compute. */
  async settle(): Promise<void> {
    // The runtime starts a computation on its own tick; the second one lets it begin.
    await tick();
    await tick();
    while (this.#pending.size > 0) await tick();
  }

  #change(instance: Instance, input: ExperimentInput): void {
    const { given, input: before } = instance;
    instance.input = input;
    if (before.seed !== input.seed) given.redefine("seed", [], () => input.seed);
    if (before.faults !== input.faults) given.redefine("faults", [], () => input.faults);
  }

  #rebuild(): void {
    const inputs = [...this.#instances.values()].map(({ input }) => input);
    this.#runtime.dispose();
    this.#runtime = new Runtime({}, unknownName);
    this.#pending.clear();
    this.#instances.clear();
    this.#add({ id: PAGE, run: "", seed: DEFAULT_SEED, faults: [] });
    for (const input of inputs) if (input.id !== PAGE) this.#add(input);
  }

  #add(input: ExperimentInput): void {
    const given = this.#runtime.module();
    given.define("seed", [], () => input.seed);
    given.define("faults", [], () => input.faults);
    const knobs = this.#knobNames();
    for (const name of knobs) given.define(knobName(name), [], () => this.#knobs.get(name));
    const module = this.#runtime.module().derive(["seed", "faults", ...knobs.map(knobName)], given);
    const instance: Instance = { input, given, module, failures: new Map() };
    this.#instances.set(input.id, instance);
    for (const cell of this.#cells) this.#define(cell, instance);
    if (input.id === PAGE) this.#watchPage(instance);
    else this.#watch(instance, input.run);
  }

  #define(cell: LoadedCell, instance: Instance): void {
    instance.module.define(cellName(cell), this.#inputs(cell), this.#run(cell, instance));
    for (const name of cell.names)
      instance.module.define(name, [cellName(cell)], (all: Record<string, unknown>) => all[name]);
  }

  #inputs(cell: LoadedCell): string[] {
    return [...cell.needs, ...cell.knobs.map(knobName)];
  }

  #run(cell: LoadedCell, instance: Instance): (...values: never[]) => unknown {
    return (...values: unknown[]) => {
      const inputs = Object.fromEntries(cell.needs.map((name, i) => [name, values[i]]));
      const output: string[] = [];
      const say = (line: string) => {
        if (output.push(line.slice(0, OUTPUT_COLUMNS)) > OUTPUT_LINES + 1) output.length--;
        if (output.length > OUTPUT_LINES) output[OUTPUT_LINES] = "… and more";
      };
      const isPage = instance.input.id === PAGE;
      this.#watcher.begin(cell.id);
      instance.failures.delete(cell.id);
      try {
        const knob = (name: string) => this.#knobs.get(name);
        const scope = this.#scopes.make(cell, inputs, knob, say, (spec) =>
          this.#watcher.knob(spec),
        );
        const result = cell.definition(scope);
        if (isPage) this.#watcher.cell(cell.id, { state: "done", output });
        return result;
      } catch (error) {
        const failure = readFailure(error, cell.id);
        instance.failures.set(cell.id, failure);
        if (isPage) this.#watcher.cell(cell.id, { state: "failed", failure, output });
        throw error;
      } finally {
        this.#watcher.begin("");
      }
    };
  }

  /** In the page's own derivation every cell is computed, so that each can say how it fared. */
  #watchPage(instance: Instance): void {
    for (const cell of this.#cells) {
      this.#observe(instance, cellName(cell), undefined, (error) => {
        const name = (error as { input?: string }).input;
        if (name !== undefined)
          this.#watcher.cell(cell.id, { state: "waiting", name: name.replace(/^cell /, "") });
      });
    }
    for (const name of this.#watched) this.#watch(instance, name);
  }

  #watch(instance: Instance, name: string): void {
    this.#observe(
      instance,
      name,
      (value) => this.#watcher.value(instance.input.id, name, value),
      (error) => {
        const [own] = instance.failures.values();
        const failure = own ?? readFailure(error, name);
        this.#watcher.failed(instance.input.id, name, failure);
      },
    );
  }

  #observe(
    { module }: Instance,
    name: string,
    done: ((value: unknown) => void) | undefined,
    failed: (error: unknown) => void,
  ): Variable {
    const key = {};
    return module
      .variable({
        pending: () => this.#pending.add(key),
        fulfilled: (value) => {
          this.#pending.delete(key);
          done?.(value);
        },
        rejected: (error) => {
          this.#pending.delete(key);
          failed(error);
        },
      })
      .define([name], (value: unknown) => value);
  }

  #knobNames(): string[] {
    return this.#cells.flatMap((cell) => cell.knobs);
  }
}

function cellName(cell: CompiledCell): string {
  return `cell ${cell.id}`;
}

function knobName(name: string): string {
  return `knob ${name}`;
}

function sameShape(before: readonly CompiledCell[], after: readonly CompiledCell[]): boolean {
  const shape = (cells: readonly CompiledCell[]) =>
    JSON.stringify(cells.map(({ id, names, needs, knobs }) => [id, names, needs, knobs]));
  return shape(before) === shape(after);
}

/** The compiler has refused unknown names before; this one speaks for a cell that it left out. */
function unknownName(name: string): never {
  throw new Error(`${name} is not there, because its cell has a mistake.`);
}
