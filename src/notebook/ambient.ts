/** Everything that stands in a cell without being imported: the engine, and what the page gives. */
import type { Claim, Claims, Exploration, Fault, Nodes, Run } from "#engine";
import type { ComparisonWithRuns } from "../engine/check/compare.ts";
import type { PacketPlace, PacketStrike, PairPlace } from "../engine/check/every.ts";
import type { CrashStrike, Instant } from "../engine/check/instants.ts";
import type { Search } from "../engine/check/search.ts";
import type { Strip, Verdict } from "../engine/check/strip.ts";
import type { Figures, Grid, Sweep } from "../engine/check/sweep.ts";
import type { ChoiceOptions, NumberOptions, SwitchOptions } from "./knob.ts";
import type {
  CompareAsked,
  EveryAsked,
  ExploreAsked,
  SearchAsked,
  SweepAsked,
} from "./questions/question.ts";

export * from "#engine";
export type { ComparisonWithRuns, Exploration, Instant, PacketPlace, PairPlace };
export type { Search, Strip, Sweep, Verdict };

/** This experiment's seed. */
export declare const seed: string;
/** This experiment's faults: its author's, and what has been done to it on the stage. */
export declare const faults: readonly Fault[];
/** A value that the reader turns: a number on a scale, a switch, or one of a few texts. */
export declare function knob(label: string, options: NumberOptions): number;
export declare function knob(label: string, options: SwitchOptions): boolean;
export declare function knob<T extends string>(label: string, options: ChoiceOptions<T>): T;
/** Prints to the cell's output. */
export declare const console: { log(...values: unknown[]): void };

// Questions about many runs. Each is asked at the top of a cell, and the page has it answered;
// cells that use the answer wait for it.

type PairStrike = CrashStrike | { packets: PacketStrike };
type Seeds = number | readonly (number | string)[];

/** Figures of `run` at every point of a grid of knobs, with 95 % intervals over the seeds. */
export declare function sweep<R extends Run>(
  run: R,
  grid: Grid,
  seeds: Seeds,
  figures: (run: R) => Figures,
  options?: SweepAsked,
): Sweep;
/** A seed, or a schedule of faults, with which `run` breaks a promise; shrunk. */
export declare function search<R extends Run>(
  run: R,
  promise: (run: R) => boolean | string,
  options?: SearchAsked,
): Search;
/** Every order of deliveries, time-outs, losses and copies in a small system like `run`'s. */
export declare function explore<N extends Nodes>(
  run: Run<N>,
  claims: Claim<N> | Claims<N>,
  options?: ExploreAsked,
): Exploration;
/** What becomes of `run` if a node crashes at each moment of it. */
export declare function everyInstant<R extends Run>(
  run: R,
  strike: CrashStrike,
  judge: (run: R) => Verdict,
  options?: EveryAsked,
): Strip<Instant>;
/** What becomes of `run` if each of its packets is struck, one at a time. */
export declare function everyPacket<R extends Run>(
  run: R,
  strike: PacketStrike,
  judge: (run: R) => Verdict,
  options?: EveryAsked,
): Strip<PacketPlace>;
/** What becomes of `run` if two things go wrong in it, in every way that they can. */
export declare function everyPair<R extends Run>(
  run: R,
  strikes: readonly [PairStrike, PairStrike],
  judge: (run: R) => Verdict,
  options?: EveryAsked,
): Strip<PairPlace>;
/** Two runs on the same seeds: what differs, and whether by more than chance. */
export declare function compare<R extends Run>(
  run: R,
  other: R,
  figures: (run: R) => Figures,
  seeds: Seeds,
  options?: CompareAsked,
): ComparisonWithRuns;
