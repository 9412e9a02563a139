/**
 * Has a question answered: the engine's own questions, over a pool of the notebook's workers. The
 * same in the page and at build.
 */
import { type Comparison, compareWith, type FirstDifference } from "../../engine/check/compare.ts";
import {
  type EitherStrike,
  everyInstantWith,
  everyPacketWith,
  everyPairWith,
  type PacketStrike,
} from "../../engine/check/every.ts";
import type { CrashStrike } from "../../engine/check/instants.ts";
import {
  answersOf,
  type Job,
  type KnobValue,
  type Pool,
  type Signal,
} from "../../engine/check/pool.ts";
import { searchWith } from "../../engine/check/search.ts";
import { type Figures, type Grid, seedsOf, sweepWith } from "../../engine/check/sweep.ts";
import { reasonOf } from "../../engine/kernel/check.ts";
import type { PlainValue } from "../protocol.ts";
import type { Pair } from "../run/asking.ts";
import { jobPool, type Asker, type Target } from "../job-pool.ts";
import { answerOfText } from "./answer-text.ts";
import type { Question } from "./question.ts";
import { readExploration, readFigures, readJudged, readPair, readTrial } from "./read-job.ts";

/** Who answers, and with which knobs turned. */
export type Answering = {
  workers: readonly Asker[];
  target: Target;
  knobs: Readonly<Record<string, KnobValue>>;
  signal?: Signal;
  /** Runs made, and how many there will be, as far as that is known. */
  onProgress?: (done: number, planned: number | undefined) => void;
};

/** What a cell has said, read back. */
type Asked = {
  grid: Grid;
  seeds: number | readonly (number | string)[];
  strike: unknown;
  options?: { knobs?: Record<string, KnobValue>; seed?: number | string } & Record<string, unknown>;
};

/** How long one exploration may take, ms. */
const LONGEST_EXPLORATION = 120_000;

/**
 * The answer to a question: plain data.
 * @throws RangeError for what was asked wrongly, Error if it could not be answered.
 */
export async function answerQuestion(question: Question, answering: Answering): Promise<unknown> {
  const { kind } = question;
  const { grid, seeds, strike, options } = JSON.parse(question.asked) as Asked;
  const { signal, onProgress } = answering;
  const common = {
    ...options,
    knobs: { ...answering.knobs, ...options?.knobs },
    ...(signal && { signal }),
  };
  const tell = ({ done, planned }: { done: number; planned: number | undefined }): void =>
    onProgress?.(done, planned);
  const told = { ...common, onPartial: tell, onProgress: tell };
  const judging = (): Pool<ReturnType<typeof readJudged>> => poolOf(answering, readJudged);
  switch (kind) {
    case "sweep":
      return sweepWith(poolOf(answering, readFigures), grid, seeds, told);
    case "search":
      return searchWith(poolOf(answering, readTrial), told);
    case "everyInstant":
      return everyInstantWith(judging(), strike as CrashStrike, told);
    case "everyPacket":
      return everyPacketWith(judging(), strike as PacketStrike, told);
    case "everyPair":
      return everyPairWith(judging(), strike as [EitherStrike, EitherStrike], told);
    case "compare":
      return comparison(poolOf(answering, readPair), seeds, told);
    case "explore":
      return exploration(answering, { knobs: common.knobs, seed: options?.seed ?? 1, faults: [] });
  }
}

function poolOf<Result>(
  { workers, target }: Answering,
  read: (value: unknown) => Result,
): Pool<Result> {
  return jobPool(workers, target, (value) => readText(value, read));
}

function readText<Result>(value: PlainValue, read: (value: unknown) => Result): Result {
  try {
    return read(answerOfText(String(value)));
  } catch (error) {
    throw new Error(`A worker's answer cannot be used: ${reasonOf(error)}.`, { cause: error });
  }
}

/** One job, in one worker: the states of an exploration are in one place. */
async function exploration({ workers, target }: Answering, job: Job) {
  const pool = jobPool(workers.slice(0, 1), target, (value) => readText(value, readExploration), {
    size: 1,
    budget: LONGEST_EXPLORATION,
  });
  const [answer] = await answersOf(pool, [job]);
  if (answer === undefined) throw new Error("The exploration was ended.");
  if ("error" in answer) throw new Error(answer.error);
  return answer.result;
}

/** Both runs of a pair are made by one job, so that the first event that differs can be told. */
async function comparison(
  pool: Pool<Pair>,
  seeds: Asked["seeds"],
  options: Parameters<typeof compareWith>[2],
): Promise<Comparison & { first?: FirstDifference & { seed: number | string } }> {
  const list = seedsOf(seeds, "compare", Infinity);
  const firsts = new Map<string, FirstDifference>();
  const made = new WeakMap<readonly Job[], ReturnType<typeof answersOf<Pair>>>();
  const side = (index: 0 | 1): Pool<Figures> => ({
    async map(jobs, onResult, signal) {
      const known = made.get(jobs) ?? answersOf(pool, jobs, signal);
      made.set(jobs, known);
      for (const [i, answer] of (await known).entries()) {
        if (answer === undefined) continue;
        if ("error" in answer) onResult(i, answer);
        else {
          const { figures, first } = answer.result;
          if (first !== null) firsts.set(String(jobs[i].seed), first);
          onResult(i, { result: figures[index] });
        }
      }
    },
  });
  const result = await compareWith([side(0), side(1)], seeds, options);
  const seed = list.find((each) => firsts.has(String(each)));
  const first = seed === undefined ? undefined : firsts.get(String(seed));
  return { ...result, ...(first && seed !== undefined && { first: { ...first, seed } }) };
}
