/**
 * A page's module as a reactive graph: every cell is a variable of @observablehq/runtime, every
 * experiment a derivation of the module in which `seed` and `faults` are its own. Turning a knob
 * recomputes what depends on it and nothing else.
 */
import { tick } from "./tick.ts"; // before the runtime, which takes its clock when it is imported
import {
  Runtime,
  RuntimeError,
  type Module,
  type Observer,
  type Variable,
} from "@observablehq/runtime";
import type { Fault } from "../../engine/faults.ts";
import type { CompiledCell } from "../cells.ts";
import type { KnobValue } from "../knob.ts";
import { askedOf, type CellQuestion } from "../questions/question.ts";
import { Givens } from "./givens.ts";
import { readFailure, type CellFailure } from "./failure.ts";
import { Output } from "./output.ts";
import { loadCells, ownerOf, ScopeMaker, type Load, type LoadedCell } from "./scope.ts";
import { answerName, cellName, knobName, sameShape } from "./shape.ts";
import type { GraphWatcher } from "./watcher.ts";

export type { CellStatus } from "./watcher.ts";

/** An experiment of the page: its own seed and faults over the page's cells. */
export type ExperimentInput = {
  id: string;
  /** The name of the run that it shows. */
  run: string;
  seed: string;
  faults: readonly Fault[];
};

/** The page itself, as an experiment of its own: default seed, no faults. */
export const PAGE = "";
/** The seed of an experiment whose author names none. */
export const DEFAULT_SEED = "7";

/** A variable's value in a box: the runtime would wait for a promise, and run a generator. */
type Box = { value: unknown };

type Instance = {
  input: ExperimentInput;
  given: Module;
  module: Module;
  /** The failures of cells' own code here: the runtime passes on their messages only. */
  failures: Map<string, CellFailure>;
  /** What the page is told of, with the key under which it is pending. */
  observed: { variable: Variable; key: object }[];
  isGone: boolean;
};

export class Graph {
  readonly #scopes: ScopeMaker;
  readonly #load: Load;
  readonly #watcher: GraphWatcher;
  #runtime = new Runtime({}, unknownName);
  #cells: LoadedCell[] = [];
  #instances = new Map<string, Instance>();
  readonly #givens = new Givens();
  #pending = new Set<object>();
  #watched: readonly string[];

  /** `watched`: further names whose values the page wants, in the page's own derivation. */
  constructor(
    api: Record<string, unknown>,
    load: Load,
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
    const loaded = await loadCells(cells, this.#load);
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
    this.#redefine(this.#givens.setKnobs(values));
  }

  /** Takes all answers that are known. Whatever uses one that has changed is computed again. */
  setAnswers(answers: Readonly<Record<string, string>>): void {
    this.#redefine(this.#givens.setAnswers(answers));
  }

  #redefine(changed: ReturnType<Givens["variables"]>): void {
    const own = new Set(this.#givens.variables(this.#cells).map(([name]) => name));
    for (const { given } of this.#instances.values())
      for (const [name, definition] of changed)
        if (own.has(name)) given.redefine(name, [], definition);
  }

  /** Takes the page's experiments. One whose seed or faults changed is recomputed alone. */
  setExperiments(inputs: readonly ExperimentInput[]): void {
    const kept = new Map(inputs.map((input) => [input.id, input.run]));
    for (const instance of this.#instances.values())
      if (!isPage(instance) && kept.get(instance.input.id) !== instance.input.run)
        this.#remove(instance);
    for (const input of inputs) {
      const instance = this.#instances.get(input.id);
      if (instance === undefined) this.#add(input);
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
    if (before.seed !== input.seed) given.redefine("seed", [], () => box(input.seed));
    // Faults come as copies with every message: what they say counts.
    if (JSON.stringify(before.faults) !== JSON.stringify(input.faults))
      given.redefine("faults", [], () => box(input.faults));
  }

  #remove(instance: Instance): void {
    instance.isGone = true;
    for (const { variable, key } of instance.observed) {
      variable.delete();
      this.#pending.delete(key);
    }
    this.#instances.delete(instance.input.id);
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
    given.define("seed", [], () => box(input.seed));
    given.define("faults", [], () => box(input.faults));
    const variables = this.#givens.variables(this.#cells);
    for (const [name, definition] of variables) given.define(name, [], definition);
    const own = ["seed", "faults", ...variables.map(([name]) => name)];
    const module = this.#runtime.module().derive(own, given);
    const failures = new Map<string, CellFailure>();
    const instance: Instance = { input, given, module, failures, observed: [], isGone: false };
    this.#instances.set(input.id, instance);
    for (const cell of this.#cells) this.#define(cell, instance);
    for (const name of isPage(instance) ? this.#watched : [input.run]) this.#watch(instance, name);
  }

  /** In the page's own derivation every cell is computed, so that each can say how it fared. */
  #define(cell: LoadedCell, instance: Instance): void {
    const { module } = instance;
    const variable = isPage(instance) ? this.#observeCell(instance, cell) : module.variable();
    variable.define(cellName(cell), this.#inputs(cell), this.#run(cell, instance));
    for (const name of cell.names)
      module.define(name, [cellName(cell)], ({ value }: Box) =>
        box((value as Record<string, unknown>)[name]),
      );
    // The call has only asked.
    for (const { name } of cell.questions)
      module.redefine(name, [answerName(name)], (answer: Box) => answer);
  }

  #inputs(cell: LoadedCell): string[] {
    return [...cell.needs, ...cell.knobs.map(knobName)];
  }

  /** A cell whose inputs are what they were is not run again. */
  #run(cell: LoadedCell, instance: Instance): (...inputs: never[]) => Box {
    let last: { given: unknown[]; result: Box; output: string[] } | undefined;
    return (...inputs: unknown[]) => {
      const values = cell.needs.map((_, i) => (inputs[i] as Box).value);
      const given = [...values, ...inputs.slice(values.length)];
      if (last?.given.every((value, i) => Object.is(value, given[i])) !== true) {
        last = undefined;
        last = { given, ...this.#evaluate(cell, instance, values) };
      }
      if (isPage(instance)) this.#watcher.cell(cell.id, { state: "done", output: last.output });
      return last.result;
    };
  }

  #evaluate(cell: LoadedCell, instance: Instance, values: readonly unknown[]) {
    const output = new Output();
    const asked = (question: CellQuestion, args: readonly unknown[]): void => {
      const text = askedOf(question, args);
      if (isPage(instance)) this.#watcher.question({ ...question, asked: text });
    };
    const scope = this.#scopes.make(cell, {
      inputs: Object.fromEntries(cell.needs.map((name, i) => [name, values[i]])),
      knob: this.#givens.knob,
      say: output.say,
      seen: (knob) => this.#watcher.knob(knob),
      asked,
    });
    this.#watcher.begin(cell.id);
    instance.failures.delete(cell.id);
    try {
      const { definition } = cell; // called bare: a cell's own text has no `this`
      return { result: box(definition(scope)), output: output.lines };
    } catch (error) {
      const failure = readFailure(error, cell.id);
      instance.failures.set(cell.id, failure);
      if (isPage(instance))
        this.#watcher.cell(cell.id, { state: "failed", failure, output: output.lines });
      throw error;
    } finally {
      this.#watcher.begin("");
    }
  }

  /** A cell that could not run says for which name it waits. */
  #observeCell(instance: Instance, cell: LoadedCell): Variable {
    return this.#observe(instance, {
      rejected: (error) => {
        if (!(error instanceof RuntimeError)) return; // its own error, which it has told
        this.#watcher.cell(cell.id, { state: "waiting", name: error.input ?? "" });
      },
    });
  }

  /** Tells the page of a value that is another than before. */
  #watch(instance: Instance, name: string): void {
    let told: Box | undefined;
    const variable = this.#observe(instance, {
      fulfilled: (found) => {
        const { value } = found as Box;
        if (told !== undefined && Object.is(told.value, value)) return;
        told = box(value);
        this.#watcher.value(instance.input.id, name, value);
      },
      rejected: (error) => {
        told = undefined;
        const failure =
          [...instance.failures.values()].at(-1) ?? readFailure(error, ownerOf(this.#cells, name));
        this.#watcher.failed(instance.input.id, name, failure);
      },
    });
    variable.define([name], (found: Box) => found);
  }

  /** A variable that is computed because somebody looks at it. */
  #observe(instance: Instance, { fulfilled, rejected }: Omit<Observer, "pending">): Variable {
    const key = {};
    const settled =
      <T>(tell?: (found: T) => void) =>
      (found: T): void => {
        this.#pending.delete(key);
        if (!instance.isGone) tell?.(found);
      };
    const variable = instance.module.variable({
      pending: () => void (instance.isGone || this.#pending.add(key)),
      fulfilled: settled(fulfilled),
      rejected: settled(rejected),
    });
    instance.observed.push({ variable, key });
    return variable;
  }
}

function box(value: unknown): Box {
  return { value };
}

function isPage(instance: Instance): boolean {
  return instance.input.id === PAGE;
}

/** The compiler has refused unknown names before; this one speaks for a cell that it left out. */
function unknownName(name: string): never {
  throw new Error(`${name} is not there, because its cell has a mistake.`);
}
