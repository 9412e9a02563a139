/** A pool whose runs are made by `worker` processes, anywhere, by way of a queue on Redis. */
import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Job as QueuedJob, Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { Answer, Job, Pool, Signal } from "../../engine/check/pool.ts";
import type { Figures } from "../../engine/check/sweep.ts";
import { reasonOf } from "../../engine/kernel/check.ts";
import type { CellWork } from "../cells/messages.ts";
import { CommandFailure, ExitCode } from "../failure.ts";
import { connect, type Portion, type PortionAnswers, QUEUE, shown } from "./redis.ts";

/** Portions in the queue at a time, and runs in one of them at most. */
const MOST_PORTIONS = 64;
const LARGEST_PORTION = 100;
/** How often answers are looked for, ms. */
const LOOK = 50;
/** How long code and answers are kept for somebody who comes back, s. */
const KEPT = 86_400;

type OnResult = (index: number, answer: Answer<Figures>) => void;
type Sent = { start: number; portion: Portion };
type Queued = QueuedJob<Portion, PortionAnswers>;

export class QueuePool implements Pool<Figures> {
  readonly #url: string;
  readonly #redis: Redis;
  readonly #queue: Queue<Portion, PortionAnswers>;
  readonly #work: string;
  readonly #patience: number;

  private constructor(url: string, redis: Redis, work: string, patience: number) {
    this.#url = url;
    this.#redis = redis;
    this.#work = work;
    this.#patience = patience;
    this.#queue = new Queue(QUEUE, { connection: redis });
    this.#queue.on("error", () => undefined); // the next question to it fails
  }

  /**
   * Connects, and puts the code there where workers find it.
   * @throws CommandFailure if no Redis answers.
   */
  static async open(url: string, work: CellWork, patience: number): Promise<QueuePool> {
    const redis = await connect(url, false);
    const text = JSON.stringify(work);
    const key = `${QUEUE}:work:${createHash("sha256").update(text).digest("hex")}`;
    await redis.set(key, text, "EX", KEPT);
    return new QueuePool(url, redis, key, patience);
  }

  /** How many workers there are. */
  async workers(): Promise<number> {
    return (await this.#queue.getWorkers()).length;
  }

  /** @throws CommandFailure if Redis goes away. */
  async map(jobs: readonly Job[], onResult: OnResult, signal?: Signal): Promise<void> {
    const sent = new Map<string, Sent>();
    const size = Math.max(1, Math.min(LARGEST_PORTION, Math.ceil(jobs.length / MOST_PORTIONS)));
    let next = 0;
    try {
      while ((next < jobs.length || sent.size > 0) && signal?.aborted !== true) {
        for (; sent.size < MOST_PORTIONS && next < jobs.length; next += size) {
          const portion = this.#portion(jobs.slice(next, next + size));
          sent.set(await this.#send(portion), { start: next, portion });
        }
        const before = sent.size;
        for (const [id, each] of sent) await this.#collect(id, each, sent, onResult);
        if (sent.size === before) await wait(LOOK);
      }
      for (const id of sent.keys()) await this.#queue.remove(id);
    } catch (error) {
      if (error instanceof CommandFailure) throw error;
      const gone = `Redis at ${shown(this.#url)} has gone away (${reasonOf(error)})`;
      const remedy = "Start it again, and repeat the command: what is finished is kept";
      throw new CommandFailure(`${gone}. ${remedy}.`, ExitCode.gone);
    }
  }

  async close(): Promise<void> {
    await this.#queue.close().catch(() => undefined);
    this.#redis.disconnect();
  }

  #portion(jobs: readonly Job[]): Portion {
    return { work: this.#work, jobs, patience: this.#patience };
  }

  /** The same portion has the same number: who comes back finds what was done meanwhile. */
  async #send(portion: Portion): Promise<string> {
    const jobId = createHash("sha256").update(JSON.stringify(portion)).digest("hex");
    const options = { jobId, removeOnComplete: { age: KEPT }, removeOnFail: { age: KEPT } };
    await this.#queue.add("portion", portion, options);
    return jobId;
  }

  async #collect(id: string, { start, portion }: Sent, sent: Map<string, Sent>, on: OnResult) {
    const job = (await this.#queue.getJob(id)) as Queued | undefined;
    // A Redis that was started again without its memory has forgotten it.
    if (job === undefined) return void (await this.#send(portion));
    if (job.finishedOn === undefined) return;
    sent.delete(id);
    await job.remove();
    if (job.failedReason) throw new CommandFailure(`A worker: ${job.failedReason}`, ExitCode.bad);
    job.returnvalue.forEach((answer, i) => on(start + i, answer));
  }
}
