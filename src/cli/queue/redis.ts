/** The Redis on which runs are queued. Loaded only by those who ask for it. */
import { Redis, type RedisOptions } from "ioredis";
import { ENGINE_VERSION } from "../../engine/simulate.ts";
import { reasonOf } from "../../engine/kernel/check.ts";
import type { Answer, Job } from "../../engine/check/pool.ts";
import type { Figures } from "../../engine/check/sweep.ts";
import { CommandFailure, ExitCode } from "../failure.ts";

/** Other engines have other queues: their runs would be other ones. */
export const QUEUE = `mostly-reliable-${ENGINE_VERSION}`;

/** Some runs, as they stand in the queue. */
export type Portion = {
  /** Under which key the code stands. */
  work: string;
  jobs: readonly Job[];
  /** How long one run may take, ms. */
  patience: number;
};

/** What comes back. */
export type PortionAnswers = Answer<Figures>[];

/** How long a Redis that has gone away is waited for, in steps of `STEP` ms. */
const STEPS = 10;
const STEP = 200;

/** An address without its password, for words. */
export function shown(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//");
}

/**
 * A connection that gives up after two seconds without an answer, or never.
 * @throws CommandFailure if nobody answers now.
 */
export async function connect(url: string, isPatient: boolean): Promise<Redis> {
  if (!/^rediss?:\/\//.test(url)) {
    throw new CommandFailure(`--queue ${shown(url)}: it looks like redis://localhost:6379.`);
  }
  await probe(url);
  const options: RedisOptions = isPatient
    ? { maxRetriesPerRequest: null, retryStrategy: () => STEP }
    : { maxRetriesPerRequest: 2, retryStrategy: (n) => (n > STEPS ? null : STEP) };
  const redis = new Redis(url, options);
  redis.on("error", () => undefined); // whoever asks next is told
  return redis;
}

async function probe(url: string): Promise<void> {
  const redis = new Redis(url, {
    ...{ lazyConnect: true, retryStrategy: () => null, connectTimeout: 5_000 },
    maxRetriesPerRequest: 0,
  });
  let reason = "";
  redis.on("error", (error) => (reason = reasonOf(error)));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    const why = reason || reasonOf(error);
    const remedy = "Start it (redis-server), or correct the address";
    throw new CommandFailure(
      `No Redis answers at ${shown(url)} (${why}). ${remedy}.`,
      ExitCode.gone,
    );
  } finally {
    redis.disconnect();
  }
}
