/**
 * One page, alive: its state, its runs, its worker. Everything that a reader does changes the
 * state here, and everything that the components draw follows from what comes back.
 */
import { reasonOf } from "../../src/engine/kernel/check.ts";
import {
  withExperiment,
  type ExperimentState,
  type PageState,
} from "../../src/experiment/state.ts";
import type { CellProblem, CompiledCell } from "../../src/notebook/cells.ts";
import type { CellFailure } from "../../src/notebook/run/failure.ts";
import type { CellStatus, ExperimentInput } from "../../src/notebook/run/graph.ts";
import type { Knob, KnobValue } from "../../src/notebook/knob.ts";
import type { PageData, SiteData } from "../../src/notebook/page-data.ts";
import type { Answers, Message, MomentData, RunData } from "../../src/notebook/protocol.ts";
import type { Question } from "../../src/notebook/questions/question.ts";
import { textToRun } from "../../src/notebook/run-text.ts";
import { Frame } from "../../src/notebook/sandbox/frame.ts";
import { StoppedError, WorkerHandle } from "../../src/notebook/sandbox/worker-handle.ts";
import { Bell } from "./bell.ts";
import { PageQuestions } from "./questions.ts";
import { showRun, type ShownRun } from "./shown-run.ts";
import { Sources } from "./sources.ts";

/** What a component may listen to. */
export type PageEvents = {
  state: PageState;
  run: { experiment: string; run: ShownRun };
  /** A run was computed again, with the very same trace. */
  same: { experiment: string };
  failed: { experiment: string; failure: CellFailure };
  cell: { cell: string; status: CellStatus };
  /** What stops a reader's text from running, by cell. */
  problems: ReadonlyMap<string, CellProblem>;
  knob: Knob;
  /** A cell asks, for the first time or otherwise than before. */
  question: Question;
  value: { name: string; value: number | string | boolean };
  /** Whether a computation is under way. */
  busy: boolean;
  /** Something that the reader should know: a sentence. */
  notice: string;
};

export class PageSession {
  readonly data: PageData;
  readonly site: SiteData;
  readonly bell = new Bell<PageEvents>();
  readonly sources: Sources;
  readonly questions: PageQuestions;
  readonly frame: Frame;
  readonly knobs = new Map<string, Knob>();
  readonly runs = new Map<string, ShownRun>();
  #state: PageState;
  #worker: Promise<WorkerHandle> | undefined;
  /** Workers that had to be stopped, and of which that has been said. */
  readonly #lost = new WeakSet<WorkerHandle>();
  #updating = false;
  #again = false;
  /** Whether the next update has to bring the cells as they are written now. */
  #withCells = false;
  /** Experiments whose last computation failed: the picture shows an older run, under its words. */
  readonly #failed = new Set<string>();
  #sent: { knobs: PageState["knobs"]; inputs: readonly ExperimentInput[] };

  constructor(data: PageData, site: SiteData, state: PageState) {
    this.data = data;
    this.site = site;
    this.#state = state;
    this.frame = new Frame(site.addresses);
    this.sources = new Sources(data);
    this.questions = new PageQuestions(data);
    this.bell.on("question", (question) => this.questions.hear(question));
    for (const knob of data.knobs) this.knobs.set(knob.name, knob);
    for (const { id, result } of data.experiments) this.runs.set(id, showRun(textToRun(result)));
    // The build's runs are those of the original seeds and faults, and of knobs nobody has turned.
    const isTurned = Object.keys(state.knobs).length > 0;
    this.#sent = { knobs: isTurned ? {} : state.knobs, inputs: this.#originalInputs() };
  }

  get state(): PageState {
    return this.#state;
  }

  experiment(id: string): ExperimentState {
    return this.#state.experiments[id];
  }

  /** Computes what a link or the last visit has changed; no text of a reader's runs by this. */
  catchUp(): void {
    if (!this.#isUpToDate()) void this.update();
  }

  /** Takes a new state. What a run depends on is computed again; the rest is only shown. */
  set(state: PageState): void {
    this.#state = state;
    this.bell.ring("state", state);
    this.catchUp();
  }

  change(id: string, change: Partial<ExperimentState>): void {
    this.set(withExperiment(this.#state, id, change));
  }

  knobValue(name: string): KnobValue | undefined {
    return this.#state.knobs[name] ?? this.knobs.get(name)?.value;
  }

  /** Runs what a reader has written; resolves when the page shows the result, or its mistakes. */
  async runSources(): Promise<boolean> {
    const isCompiled = await this.sources.compile(this.#state.sources);
    this.bell.ring("problems", this.sources.problems);
    if (!isCompiled) return false;
    await this.update(true);
    return true;
  }

  /**
   * Workers for many runs: as many as the machine can spare, at most four. `hear` gets what they
   * say besides their replies.
   */
  async spareWorkers(hear: (message: Message) => void = () => {}): Promise<WorkerHandle[]> {
    const count = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1));
    const ports = await Promise.all(Array.from({ length: count }, () => this.frame.spawn()));
    return ports.map((port) => new WorkerHandle(port, this.frame, hear));
  }

  /** Starts the sandbox ahead of need, so that the first touch is answered at once. */
  warmUp(): void {
    this.#worker ??= this.#start();
    this.#worker.catch((error: unknown) => this.#sayWhy(error));
  }

  /** What the trace does not hold of one row of a run; undefined if it cannot be had. */
  async moment(experiment: string, row: number): Promise<MomentData | undefined> {
    let worker: WorkerHandle | undefined;
    try {
      worker = await this.#alive();
      const reply = await worker.ask({ kind: "moment", experiment, row });
      return reply.kind === "moment" ? reply.moment : undefined;
    } catch (error) {
      if (error instanceof StoppedError) this.#lose(error, worker);
      return undefined;
    }
  }

  /** The same, but only if the sandbox runs: the first picture has its moment from the build. */
  async momentIfAlive(experiment: string, row: number): Promise<MomentData | undefined> {
    return this.#worker === undefined ? undefined : this.moment(experiment, row);
  }

  /** Brings the runs up to the state. Calls while one is under way are folded into the next. */
  async update(withCells = false): Promise<void> {
    this.#again = true;
    this.#withCells ||= withCells;
    if (this.#updating) return;
    this.#updating = true;
    this.bell.ring("busy", true);
    let worker: WorkerHandle | undefined;
    try {
      while (this.#again) {
        this.#again = false;
        const cells = this.#withCells ? this.sources.compiled : undefined;
        this.#withCells = false;
        const isNew = this.#worker === undefined;
        worker = await this.#alive();
        await this.#send(worker, isNew, cells);
        this.sources.prove();
      }
    } catch (error) {
      this.#lose(error, worker);
    } finally {
      this.#updating = false;
      this.bell.ring("busy", false);
    }
  }

  async #send(
    worker: WorkerHandle,
    isNew: boolean,
    cells: CompiledCell[] | undefined,
  ): Promise<void> {
    const { knobs } = this.#state;
    const inputs = this.#inputs();
    this.#sent = { knobs, inputs };
    if (isNew) return; // it has been loaded with this very state
    await worker.ask({
      kind: "update",
      knobs: this.allKnobs(),
      experiments: inputs,
      answers: this.answers(),
      ...(cells && { cells }),
    });
  }

  /** Knobs that were turned and turned back are sent too: the worker remembers what it was told. */
  allKnobs(): Record<string, KnobValue> {
    const own = Object.fromEntries([...this.knobs].map(([name, knob]) => [name, knob.value]));
    return { ...own, ...this.#state.knobs };
  }

  async #alive(): Promise<WorkerHandle> {
    this.#worker ??= this.#start();
    try {
      const worker = await this.#worker;
      if (!worker.ended) return worker;
    } catch (error) {
      this.#worker = undefined;
      throw error;
    }
    this.#worker = this.#start();
    return this.#worker;
  }

  async #start(): Promise<WorkerHandle> {
    const port = await this.frame.spawn();
    const worker = new WorkerHandle(port, this.frame, (message) => this.#hear(message));
    const watched = this.data.sweeps.map(({ theoryName }) => theoryName).filter((name) => name);
    const experiments = this.#inputs();
    const { compiled: cells } = this.sources;
    const given = { knobs: this.allKnobs(), answers: this.answers() };
    await worker.ask({ kind: "load", cells, ...given, experiments, watched });
    return worker;
  }

  #hear(message: Message): void {
    if (message.kind === "cell") this.bell.ring("cell", message);
    else if (message.kind === "value") this.bell.ring("value", message);
    else if (message.kind === "failed") this.#takeFailure(message);
    else if (message.kind === "knob") this.#takeKnob(message.knob);
    else if (message.kind === "question") this.bell.ring("question", message.question);
    else if (message.kind === "run") this.#takeRun(message.experiment, message.run);
  }

  #takeKnob(knob: Knob): void {
    this.knobs.set(knob.name, knob);
    this.bell.ring("knob", knob);
  }

  /** The answers that hold for the code and the knobs as they are. */
  answers(): Answers {
    return this.questions.answers({ cells: this.sources.compiled, knobs: this.allKnobs() });
  }

  #takeFailure(message: PageEvents["failed"]): void {
    this.#failed.add(message.experiment);
    this.bell.ring("failed", message);
  }

  #takeRun(experiment: string, data: RunData): void {
    const isSame = this.runs.get(experiment)?.data.fingerprint === data.fingerprint;
    // The same run again, as when a worker starts: nothing to draw but over a failure's words. What
    // its processes hold may be something else, if their code is.
    if (!this.#failed.delete(experiment) && isSame) return this.bell.ring("same", { experiment });
    const run = showRun(data);
    this.runs.set(experiment, run);
    this.bell.ring("run", { experiment, run });
  }

  /** A worker that had to be stopped: its cell says why, and the next run starts afresh. */
  #lose(error: unknown, worker: WorkerHandle | undefined): void {
    // Everything that it was asked fails with it; the first failure tells, and another is started.
    if (worker !== undefined && this.#lost.has(worker)) return;
    if (worker !== undefined) this.#lost.add(worker);
    this.#worker = undefined;
    if (error instanceof StoppedError) {
      // What ran before is ready again at once; were it to hang too, nothing would be left to try.
      if (this.sources.fallBack(error)) this.warmUp();
      this.bell.ring("problems", this.sources.problems);
    }
    this.#sayWhy(error);
  }

  #sayWhy(error: unknown): void {
    this.bell.ring("notice", reasonOf(error));
  }

  #inputs(): ExperimentInput[] {
    return this.data.experiments.map(({ id, run }) => {
      const { seed, faults } = this.#state.experiments[id];
      return { id, run, seed, faults };
    });
  }

  #originalInputs(): ExperimentInput[] {
    return this.data.experiments.map(({ id, run, seed, faults }) => ({ id, run, seed, faults }));
  }

  #isUpToDate(): boolean {
    const before = this.#sent.inputs;
    const sameInputs = this.#inputs().every(
      ({ seed, faults }, i) => seed === before[i].seed && faults === before[i].faults,
    );
    return sameInputs && this.#state.knobs === this.#sent.knobs;
  }
}
