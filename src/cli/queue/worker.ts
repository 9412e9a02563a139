/** `mostly-reliable worker`: makes the runs that stand in a queue on Redis. */
import { Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { Figures } from "../../engine/check/sweep.ts";
import { answersOf } from "../../engine/check/pool.ts";
import { reasonOf } from "../../engine/kernel/check.ts";
import type { CellWork } from "../cells/messages.ts";
import { CellProcess } from "../cells/process.ts";
import { CommandFailure } from "../failure.ts";
import { Interrupt } from "../interrupt.ts";
import { readWorkers } from "../limit.ts";
import { HandPool } from "../pool.ts";
import { say, type Terminal } from "../terminal.ts";
import { connect, type Portion, type PortionAnswers, QUEUE, shown } from "./redis.ts";

export type WorkerCommandOptions = {
  queue: string;
  workers?: string;
  /** Seconds without a sign of life after which another worker takes over. */
  takeover: string;
};

/** How often runs may have been with a worker that was killed, before they are given up. */
const MOST_DEATHS = 10;

/**
 * Works until it is interrupted; then it finishes what it has in hand.
 * @throws CommandFailure if no Redis answers at first. Later it waits for one.
 */
export async function workerCommand(
  { queue: url, workers, takeover }: WorkerCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const concurrency = readWorkers(workers);
  const lock = readTakeover(takeover) * 1_000;
  const redis = await connect(url, true);
  const bench = new Bench(redis);
  const times = { lockDuration: lock, stalledInterval: lock, maxStalledCount: MOST_DEATHS };
  const worker = new Worker<Portion, PortionAnswers>(QUEUE, ({ data }) => bench.make(data), {
    ...{ connection: redis, concurrency, ...times },
  });
  let isGone = false;
  worker.on("ready", () => (isGone = false));
  worker.on("error", (error) => {
    if (!isGone)
      say(terminal, `${shown(url)}: ${reasonOf(error)}. Trying again until it is there.`);
    isGone = true;
  });
  say(terminal, `Waits for runs on ${shown(url)}, ${concurrency} at once. Ctrl-C ends it.`);
  await new Promise<void>((resolve) => void new Interrupt(resolve));
  // Without its Redis a worker of BullMQ would never come to its end.
  if (redis.status !== "ready") process.exit(0);
  await worker.close();
  await bench.close();
  redis.disconnect();
  return 0;
}

function readTakeover(text: string): number {
  const seconds = Number(text);
  if (seconds >= 0.2 && seconds <= 3_600) return seconds;
  throw new CommandFailure(`--takeover ${text}: give it seconds, from 0.2 to 3,600.`);
}

/** A process with some code in it. */
type Place = { key: string; pool: HandPool<Figures> };

/** Processes that are kept for the next portion of the same code. */
class Bench {
  readonly #redis: Redis;
  #idle: Place[] = [];

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async make({ work, jobs, patience }: Portion): Promise<PortionAnswers> {
    const place = await this.#take(work, patience);
    try {
      const answers = await answersOf(place.pool, jobs);
      return answers.map((answer) => answer ?? { error: "It was not made." });
    } finally {
      this.#idle.push(place);
    }
  }

  async close(): Promise<void> {
    for (const { pool } of this.#idle) await pool.close();
  }

  async #take(work: string, patience: number): Promise<Place> {
    const key = `${work} ${patience}`;
    const known = this.#idle.findIndex((place) => place.key === key);
    if (known >= 0) return this.#idle.splice(known, 1)[0];
    await this.#idle.shift()?.pool.close();
    const text = await this.#redis.get(work);
    if (text === null)
      throw new Error("the code of these runs is no longer on Redis; sweep again.");
    const code = JSON.parse(text) as CellWork;
    const pool = new HandPool<Figures>(() => new CellProcess(code), { threads: 1, patience });
    return { key, pool };
  }
}
