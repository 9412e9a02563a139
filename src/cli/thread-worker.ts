/** What runs in a worker thread: it loads the module of the jobs and makes results of them. */
import { parentPort, workerData } from "node:worker_threads";
import { type Answer, answerOf, type Job } from "../engine/check/pool.ts";
import { reasonOf } from "../engine/kernel/check.ts";
import type { Reply } from "./hand.ts";
import type { ThreadData } from "./thread.ts";

const { work, progress } = workerData as ThreadData;
const port = parentPort!;

type Evaluate = (job: Job) => unknown;

/** The function that makes a result of a job, or why there is none. */
async function load(): Promise<Evaluate | { fatal: string }> {
  const { module, name } = work;
  try {
    const exports = (await import(module)) as Record<string, unknown>;
    const found = exports[name];
    if (typeof found === "function") return found as Evaluate;
    const there = Object.keys(exports).join(", ") || "nothing";
    return { fatal: `${module} exports no function ${name}; it exports ${there}.` };
  } catch (error) {
    return { fatal: `${module} cannot be loaded: ${reasonOf(error)}` };
  }
}

/** Sends answers; in place of those that are not plain data, why they are not. */
function send(answers: Answer<unknown>[]): void {
  try {
    port.postMessage({ answers } satisfies Reply);
  } catch {
    port.postMessage({ answers: answers.map(cloneable) } satisfies Reply);
  }
}

function cloneable(answer: Answer<unknown>): Answer<unknown> {
  try {
    return structuredClone(answer);
  } catch (error) {
    return { error: `The result is no plain data: ${reasonOf(error)}` };
  }
}

const loaded = load();

port.on("message", (jobs: readonly Job[]) => {
  void loaded.then((evaluate) => {
    if (typeof evaluate !== "function") return port.postMessage(evaluate satisfies Reply);
    const answers = jobs.map((job, i) => {
      Atomics.store(progress, 0, i);
      return answerOf(evaluate, job);
    });
    send(answers);
  });
});
