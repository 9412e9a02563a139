/**
 * A pool for the engine's `sweep` over workers of the notebook, in the page's sandbox or in the
 * build's threads: jobs go out in small batches, so that progress shows and a hang is noticed.
 */
import type { Answer, Job, Pool } from "../engine/check/pool.ts";
import type { Figures } from "../engine/check/sweep.ts";
import type { CompiledCell } from "./cells.ts";
import type { Message } from "./protocol.ts";
import type { Ask } from "./sandbox/worker-handle.ts";

/** What carries out a request: a worker of the page, a thread of the build. */
export type Asker = { ask(request: Ask): Promise<Message> };

/** Jobs a batch: a few tens of milliseconds of work for a small run. */
const BATCH = 20;

/** The name under which the measured value stands in the sweep's figures. */
export const MEASURE = "value";

/** A pool whose workers evaluate `target` in the page's cells. */
export function sweepPool(
  workers: readonly Asker[],
  cells: CompiledCell[],
  target: string,
): Pool<Figures> {
  return {
    async map(jobs, onResult, signal) {
      let next = 0;
      const work = async (worker: Asker): Promise<void> => {
        let isFirst = true;
        while (next < jobs.length && signal?.aborted !== true) {
          const start = next;
          next = Math.min(jobs.length, start + BATCH);
          const batch = jobs.slice(start, next);
          const answers = await evaluate(worker, target, batch, isFirst ? cells : undefined);
          isFirst = false;
          answers.forEach((answer, i) => onResult(start + i, answer));
        }
      };
      await Promise.all(workers.map(work));
    },
  };
}

async function evaluate(
  worker: Asker,
  target: string,
  batch: readonly Job[],
  cells: CompiledCell[] | undefined,
): Promise<Answer<Figures>[]> {
  const jobs = batch.map(({ knobs, seed, faults }) => ({ knobs, seed: String(seed), faults }));
  const reply = await worker.ask({ kind: "evaluate", target, jobs, ...(cells && { cells }) });
  if (reply.kind !== "values") throw new Error(`A sweep was answered by “${reply.kind}”.`);
  return reply.values.map((value) =>
    typeof value === "object" ? value : { result: { [MEASURE]: Number(value) } },
  );
}
