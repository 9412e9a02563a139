/** The confined side of a file's code: what it answers to the command's questions. */
import { answerOf, type Job } from "../../engine/check/pool.ts";
import { reasonOf } from "../../engine/kernel/check.ts";
import { removeLocale } from "../../notebook/run/shim.ts";
import type { Asked, CellWork, Description, FromCells, ToCells } from "./messages.ts";
import { CellModule } from "./module.ts";

class Service {
  readonly #work: CellWork;
  readonly #module: CellModule;

  constructor(work: CellWork, module: CellModule) {
    this.#work = work;
    this.#module = module;
  }

  answer(question: Exclude<ToCells, { kind: "work" }>): FromCells {
    if (question.kind === "describe") {
      return { kind: "description", description: this.#describe() };
    }
    const evaluate = evaluatorOf(this.#module, this.#work.asked);
    const answers = question.jobs.map((job) => answerOf(evaluate, job));
    return { kind: "answers", answers };
  }

  #describe(): Description {
    const { run: name, seed, faultsName } = this.#work;
    const job: Job = { knobs: {}, seed, faults: [] };
    const watched = faultsName === "" ? [name] : [name, faultsName];
    const [found, faults = "[]"] = this.#module.values(watched, job);
    const { trace } = this.#module.specOf(name, found).run;
    const names = this.#module.names(job);
    return {
      knobs: [...this.#module.knobs.values()],
      faults: String(faults),
      nodes: [...trace.nodes],
      links: trace.links.map(({ id }) => id),
      names,
    };
  }
}

/** The function that makes a result of a job. */
function evaluatorOf(module: CellModule, { targets }: Asked): (job: Job) => unknown {
  const names = targets.map(([, target]) => target);
  return (job) => {
    const values = module.values(names, job);
    return Object.fromEntries(
      targets.flatMap(([name], i): [string, number][] => {
        const value = values[i];
        if (value === undefined || value === null) return []; // this run has none
        if (typeof value === "number" || typeof value === "boolean") return [[name, Number(value)]];
        throw new TypeError(`${name} is a ${typeof value}; it must be a number or a yes or no.`);
      }),
    );
  };
}

/** Serves the parent process. */
export function serveCells(say: (message: FromCells) => void): (message: ToCells) => void {
  removeLocale();
  let service: Promise<Service> | undefined;
  const answer = async (message: ToCells): Promise<FromCells> => {
    if (message.kind === "work") {
      const { work } = message;
      service = CellModule.load(work.cells).then((module) => new Service(work, module));
      await service.catch(() => {}); // told with the first answer
      return { kind: "loaded" };
    }
    if (service === undefined) throw new Error("It has no work yet.");
    return (await service).answer(message);
  };
  return (message) => {
    void answer(message)
      .catch((error: unknown): FromCells => ({ kind: "refused", message: reasonOf(error) }))
      .then(say);
  };
}
