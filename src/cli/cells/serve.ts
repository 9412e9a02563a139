/** The confined side of a file's code: what it answers to the command's questions. */
import { type Claim, type Claims, explore, type Progress } from "../../engine/check/explore.ts";
import { answerOf, type Job } from "../../engine/check/pool.ts";
import type { Figures } from "../../engine/check/sweep.ts";
import { type Invariant, tried } from "../../engine/check/trial.ts";
import { reasonOf } from "../../engine/kernel/check.ts";
import { removeLocale } from "../../notebook/run/shim.ts";
import type { Asked, Bounds, CellWork, Description, FromCells, ToCells } from "./messages.ts";
import { CellModule } from "./module.ts";

type Say = (message: FromCells) => void;

/** How often it says how far an exploration has come, ms. */
const BREATH = 100;

class Service {
  readonly #work: CellWork;
  readonly #module: CellModule;
  readonly #evaluate: (job: Job) => unknown;

  constructor(work: CellWork, module: CellModule) {
    this.#work = work;
    this.#module = module;
    this.#evaluate = evaluatorOf(module, work);
  }

  describe(): Description {
    const { run: name, seed, faultsName } = this.#work;
    const job: Job = { knobs: {}, seed, faults: [] };
    const read = this.#module.reader(job);
    const { trace } = this.#module.runOf(name, read(name)).run;
    const faults = faultsName === "" ? "[]" : String(read(faultsName));
    const names = this.#module.names(job);
    return {
      knobs: [...this.#module.knobs.values()],
      faults,
      nodes: [...trace.nodes],
      links: trace.links.map(({ id }) => id),
      names,
    };
  }

  answers(jobs: readonly Job[]): FromCells {
    return { kind: "answers", answers: jobs.map((job) => answerOf(this.#evaluate, job)) };
  }

  async explore(bounds: Bounds, say: Say, signal: AbortSignal): Promise<FromCells> {
    const { run: name } = this.#work;
    const { knobs = {}, seed = this.#work.seed } = bounds;
    const read = this.#module.reader({ knobs, seed, faults: [] });
    const { spec } = this.#module.runOf(name, read(name));
    let said = 0;
    const onPartial = (progress: Progress): void => {
      if (performance.now() - said < BREATH) return;
      said = performance.now();
      say({ kind: "progress", progress });
    };
    // A word to stop is heard between two strides.
    const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const options = { ...bounds, onPartial, breathe, signal };
    const exploration = await explore(() => spec, claimsOf(this.#work.asked, read), options);
    return { kind: "exploration", exploration };
  }
}

/** The function that makes a result of a job. */
function evaluatorOf(module: CellModule, { run: name, asked }: CellWork): (job: Job) => unknown {
  if (asked.kind === "claims") return () => undefined;
  if (asked.kind === "figures") return (job) => figuresOf(asked.targets, module.reader(job));
  return (job) => {
    const read = module.reader(job);
    const { run } = module.runOf(name, read(name));
    // Only asked if no process has thrown: then it may well make no sense.
    const invariant: Invariant = () => {
      const verdict = read(asked.invariant) as ReturnType<Invariant> | Invariant;
      return typeof verdict === "function" ? verdict(run, job) : verdict;
    };
    return tried(run, invariant, job);
  };
}

function figuresOf(targets: [string, string][], read: (name: string) => unknown): Figures {
  const figures: Figures = {};
  for (const [name, target] of targets) {
    const value = read(target);
    if (value === undefined || value === null) continue; // this run has none
    if (typeof value !== "number" && typeof value !== "boolean") {
      throw new TypeError(`${name} is a ${typeof value}; it must be a number or a yes or no.`);
    }
    figures[name] = Number(value);
  }
  return figures;
}

function claimsOf(asked: Asked, read: (name: string) => unknown): Claims {
  if (asked.kind !== "claims") throw new Error("It was not given any claims.");
  const { always, atEnd, outcome } = asked;
  return {
    ...(always !== undefined && { always: read(always) as Claim }),
    ...(atEnd !== undefined && { atEnd: read(atEnd) as Claim }),
    ...(outcome !== undefined && { outcome: read(outcome) as () => string }),
  };
}

/** Serves the parent process. */
export function serveCells(say: Say): (message: ToCells) => void {
  removeLocale();
  let service: Promise<Service> | undefined;
  let stop = new AbortController();
  const answer = async (message: Exclude<ToCells, { kind: "stop" }>): Promise<FromCells> => {
    if (message.kind === "work") {
      const { work } = message;
      service = CellModule.load(work.cells).then((module) => new Service(work, module));
      await service.catch(() => {}); // told with the first answer
      return { kind: "loaded" };
    }
    if (service === undefined) throw new Error("It has no work yet.");
    const ready = await service;
    if (message.kind === "jobs") return ready.answers(message.jobs);
    if (message.kind === "describe") return { kind: "description", description: ready.describe() };
    stop = new AbortController();
    return ready.explore(message.bounds, say, stop.signal);
  };
  return (message) => {
    if (message.kind === "stop") return stop.abort();
    void answer(message)
      .catch((error: unknown): FromCells => ({ kind: "refused", message: reasonOf(error) }))
      .then(say);
  };
}
