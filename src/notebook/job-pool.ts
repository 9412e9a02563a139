/**
 * Pools for the engine's questions over workers of the notebook, in the page's sandbox or in the
 * build's threads: jobs go out in small batches, so that progress shows and a hang is noticed.
 */
import type { Answer, Job, Pool } from "../engine/check/pool.ts";
import type { CompiledCell } from "./cells.ts";
import type { Answers, Message, PlainValue } from "./protocol.ts";
import type { Ask } from "./sandbox/worker-handle.ts";

/** What carries out a request, within `budget` ms: a worker of the page, a thread of the build. */
export type Asker = { ask(request: Ask, budget?: number): Promise<Message> };

/** What is to be evaluated: a name that one of the cells defines. */
export type Target = { cells: CompiledCell[]; name: string; answers?: Answers };

/** Jobs a batch: a few tens of milliseconds of work for a small run. */
const BATCH = 20;

/** How large a batch is, and how long it may take, ms. */
export type Batches = { size?: number; budget?: number };

/** A pool whose workers evaluate `target`; `read` makes of a value what is wanted. */
export function jobPool<Result>(
  workers: readonly Asker[],
  target: Target,
  read: (value: PlainValue) => Result,
  { size = BATCH, budget }: Batches = {},
): Pool<Result> {
  const equipped = new WeakSet<Asker>();
  const evaluate = async (worker: Asker, batch: readonly Job[]): Promise<Answer<Result>[]> => {
    const jobs = batch.map(({ knobs, seed, faults }) => ({ knobs, seed: String(seed), faults }));
    const { cells, name, answers } = target;
    const equipment = equipped.has(worker) ? {} : { cells, ...(answers && { answers }) };
    equipped.add(worker);
    const reply = await worker.ask({ kind: "evaluate", target: name, jobs, ...equipment }, budget);
    if (reply.kind !== "values") throw new Error(`A job was answered by “${reply.kind}”.`);
    return reply.values.map((value) =>
      typeof value === "object" ? value : { result: read(value) },
    );
  };
  return {
    async map(jobs, onResult, signal) {
      let next = 0;
      const work = async (worker: Asker): Promise<void> => {
        while (next < jobs.length && signal?.aborted !== true) {
          const start = next;
          next = Math.min(jobs.length, start + size);
          const answers = await evaluate(worker, jobs.slice(start, next));
          answers.forEach((answer, i) => onResult(start + i, answer));
        }
      };
      await Promise.all(workers.map(work));
    },
  };
}
