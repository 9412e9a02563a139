/** One worker thread, as the main thread sees it. */
import { Worker } from "node:worker_threads";
import type { Job } from "../engine/check/pool.ts";
import { reasonOf } from "../engine/kernel/check.ts";
import type { Done, Hand, Reply } from "./hand.ts";

/** Where a function is: a module, and the name under which it exports it. */
export type Work = {
  /** A URL, as of `import.meta.resolve` or `pathToFileURL`. */
  module: string;
  name: string;
};

/** What a thread is given when it starts. `progress[0]`: the job in hand; −1 before the first. */
export type ThreadData = { work: Work; progress: Int32Array };

/** How often a thread is looked at, ms. */
const LOOK = 50;
/** How long a module may take to load, ms. */
const LONGEST_LOAD = 60_000;

/** A thread that makes results of jobs. */
export class Thread implements Hand {
  readonly #worker: Worker;
  readonly #progress = new Int32Array(new SharedArrayBuffer(4));

  constructor(work: Work) {
    const workerData: ThreadData = { work, progress: this.#progress };
    this.#worker = new Worker(new URL("./thread-worker.ts", import.meta.url), { workerData });
    this.#worker.unref();
    // Every end of a thread is told by `ask`; between two of them it is of no interest.
    this.#worker.on("error", () => undefined);
  }

  /** Has jobs done, one after another, each within `patience` (ms). */
  async ask(jobs: readonly Job[], patience: number): Promise<Done> {
    Atomics.store(this.#progress, 0, -1);
    this.#worker.ref();
    const waiting = new AbortController();
    const { signal } = waiting;
    try {
      return await new Promise<Done>((resolve) => {
        this.#listen(signal, "message", (reply) => resolve(reply as Reply));
        this.#listen(signal, "error", (error) => resolve(this.#failure(reasonOf(error))));
        this.#listen(signal, "exit", () => resolve(this.#failure("It ended its worker thread.")));
        this.#watch(signal, patience, resolve);
        this.#worker.postMessage(jobs);
      });
    } finally {
      waiting.abort();
      this.#worker.unref();
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #listen(signal: AbortSignal, event: string, act: (value: unknown) => void): void {
    this.#worker.on(event, act);
    signal.addEventListener("abort", () => this.#worker.off(event, act));
  }

  /** Ends the thread if it is over one job for too long. */
  #watch(signal: AbortSignal, patience: number, resolve: (done: Done) => void): void {
    let seen = -1;
    let since = performance.now();
    const look = setInterval(() => {
      const job = Atomics.load(this.#progress, 0);
      if (job !== seen) [seen, since] = [job, performance.now()];
      const isLoading = job < 0;
      if (performance.now() - since < (isLoading ? LONGEST_LOAD : patience)) return;
      const late = `It was still running after ${patience} ms.`;
      resolve(
        isLoading ? { fatal: "The module of the jobs never ends loading." } : this.#failure(late),
      );
      void this.end();
    }, LOOK);
    signal.addEventListener("abort", () => clearInterval(look));
  }

  #failure(error: string): Done {
    return { failed: Math.max(0, Atomics.load(this.#progress, 0)), error };
  }
}
