/**
 * The worker's side of the notebook: takes requests, keeps the page's graph and its runs, and
 * says what happened. The same in the page's sandbox, in the build and in the tests.
 */
import type { Run } from "../../engine/index.ts";
import type { CompiledCell } from "../cells.ts";
import {
  LONGEST_VALUE,
  type Body,
  type EvaluatedValue,
  type PlainValue,
  type Request,
  type SweepJob,
} from "../protocol.ts";
import { answerOfText, answerText } from "../questions/answer-text.ts";
import { answerJob } from "./asking.ts";
import { Evaluator } from "./evaluate.ts";
import { readFailure } from "./failure.ts";
import { Graph, PAGE } from "./graph.ts";
import type { CellStatus, GraphWatcher } from "./watcher.ts";
import { momentData, runData } from "./plain.ts";
import { describe } from "./describe.ts";
import { CellRuns, notARun } from "./runs.ts";
import { loadCells, ownerOf, ScopeMaker, type Load } from "./scope.ts";

/** Sends a message; `transfer` moves buffers instead of copying them. */
export type Post = (body: Body, transfer?: ArrayBuffer[]) => void;

/** States of an exploration between two words to the page. */
const STATES = 50_000;

export class Session {
  readonly #post: Post;
  readonly #load: Load;
  /** All runs that cells have made. */
  readonly #made = new CellRuns();
  /** The run that each experiment shows. */
  readonly #runs = new Map<string, Run>();
  #graph: Graph | undefined;
  #evaluator: Evaluator | undefined;

  constructor(post: Post, load: Load) {
    this.#post = post;
    this.#load = load;
  }

  /** Carries out one request; whatever goes wrong is answered, never thrown. */
  async handle(request: Request): Promise<void> {
    try {
      await this.#carryOut(request);
    } catch (error) {
      const { message } = readFailure(error, "");
      this.#post({ kind: "refused", request: request.request, message });
    }
  }

  async #carryOut(request: Request): Promise<void> {
    switch (request.kind) {
      case "load":
        this.#graph = new Graph(this.#made.api, this.#load, this.#watcher(), request.watched);
        this.#graph.setKnobs(request.knobs);
        this.#graph.setAnswers(request.answers ?? {});
        await this.#graph.setCells(request.cells);
        this.#graph.setExperiments(request.experiments);
        return this.#settle(this.#graph, request.request);
      case "update":
        return this.#update(request);
      case "moment":
        return this.#moment(request);
      case "evaluate":
        return this.#evaluate(request);
    }
  }

  async #update(request: Request & { kind: "update" }): Promise<void> {
    const graph = this.#graph;
    if (graph === undefined) throw new Error("There is no page to update: load one first.");
    if (request.knobs !== undefined) graph.setKnobs(request.knobs);
    if (request.answers !== undefined) graph.setAnswers(request.answers);
    if (request.cells !== undefined) await graph.setCells(request.cells);
    if (request.experiments !== undefined) graph.setExperiments(request.experiments);
    await this.#settle(graph, request.request);
  }

  async #settle(graph: Graph, request: number): Promise<void> {
    await graph.settle();
    this.#post({ kind: "settled", request });
  }

  #moment({ request, experiment, row }: Request & { kind: "moment" }): void {
    const recording = this.#made.recordingOf(this.#runs.get(experiment));
    if (recording === undefined) throw new Error(`There is no run of ${experiment} to look into.`);
    const cells = this.#graph?.cells ?? [];
    this.#post({ kind: "moment", request, moment: momentData(recording.moment(row), cells) });
  }

  async #evaluate({
    request,
    cells,
    target,
    jobs,
    answers,
  }: Request & { kind: "evaluate" }): Promise<void> {
    if (cells !== undefined) this.#evaluator = await this.#makeEvaluator(cells, answers);
    const evaluator = this.#evaluator;
    if (evaluator === undefined) throw new Error("There are no cells to evaluate.");
    if (evaluator.ownerOf(target) === "")
      throw new Error(`No cell of this page defines ${target}.`);
    // Should it hang, this is at least where it began.
    this.#post({ kind: "begin", cell: evaluator.ownerOf(target) });
    try {
      const values: EvaluatedValue[] = [];
      for (const job of jobs) values.push(await this.#valueOf(evaluator, target, job));
      this.#post({ kind: "values", request, values });
    } finally {
      this.#post({ kind: "begin", cell: "" });
    }
  }

  /** One job that fails is no reason to lose the others. */
  async #valueOf(evaluator: Evaluator, target: string, job: SweepJob): Promise<EvaluatedValue> {
    try {
      const asking = evaluator.asking(target, job);
      if (asking === undefined) return plainOf(evaluator.value(target, job));
      const helpers = { runs: this.#made, onStates: this.#tellStates() };
      const answer = await answerJob(asking, job, helpers);
      return textOf(answer);
    } catch (error) {
      return { error: readFailure(error, "").message };
    }
  }

  /** Tells the page now and then how many states an exploration has seen. */
  #tellStates(): (states: number) => void {
    let told = 0;
    return (states) => {
      if (states < told + STATES) return;
      told = states;
      this.#post({ kind: "states", states });
    };
  }

  async #makeEvaluator(
    cells: readonly CompiledCell[],
    answers: Readonly<Record<string, string>> = {},
  ): Promise<Evaluator> {
    const loaded = await loadCells(cells, this.#load);
    const known = Object.entries(answers).map(([name, text]): [string, unknown] => {
      return [name, answerOfText(text)];
    });
    return new Evaluator(loaded, new ScopeMaker(this.#made.api), Object.fromEntries(known));
  }

  #watcher(): GraphWatcher {
    return {
      begin: (cell) => this.#post({ kind: "begin", cell }),
      cell: (cell, status: CellStatus) => this.#post({ kind: "cell", cell, status }),
      knob: (knob) => this.#post({ kind: "knob", knob }),
      question: (question) => this.#post({ kind: "question", question }),
      value: (experiment, name, value) => this.#value(experiment, name, value),
      failed: (experiment, _name, failure) => this.#post({ kind: "failed", experiment, failure }),
    };
  }

  #value(experiment: string, name: string, value: unknown): void {
    if (experiment === PAGE) return this.#plainValue(name, value);
    if (!this.#made.isRun(value)) {
      const cell = ownerOf(this.#graph?.cells ?? [], name);
      const failure = { message: notARun(name), cell, line: 0 };
      return this.#post({ kind: "failed", experiment, failure });
    }
    this.#runs.set(experiment, value);
    const { run, transfer } = runData(value, this.#graph?.cells ?? []);
    this.#post({ kind: "run", experiment, run }, transfer);
  }

  #plainValue(name: string, value: unknown): void {
    this.#post({ kind: "value", name, value: plainOf(value) });
  }
}

/** An answer as text: what is plain data crosses to the page, and nothing else. */
function textOf(answer: unknown): EvaluatedValue {
  const text = answerText(answer);
  if (text.length <= LONGEST_VALUE) return text;
  return { error: `Its answer has ${text.length} characters; at most ${LONGEST_VALUE}.` };
}

/** Only plain values cross to the page; anything else comes as its description. */
function plainOf(value: unknown): PlainValue {
  if (typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" ? value.slice(0, LONGEST_VALUE) : describe(value);
}
