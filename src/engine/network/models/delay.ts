/** How long packets are on their way: a distribution, as data, and the numbers drawn from it. */
import { checkChoice, checkNames, checkNumber, checkTime, show } from "../../kernel/check.ts";
import { log, pow } from "../../kernel/math.ts";
import { normalQuantile } from "./normal.ts";

/**
 * A distribution of delays, ns. Made by `uniform`, `normal`, `exponential` and `pareto`; a normal
 * delay that would be below 0 is 0.
 */
export type DelayDistribution =
  | { distribution: "uniform"; min: number; max: number }
  | { distribution: "normal"; mean: number; deviation: number }
  | { distribution: "exponential"; mean: number }
  | { distribution: "pareto"; least: number; shape: number };

/** Any delay from `min` to `max` (ns) is as likely as any other. */
export function uniform(min: number, max: number): DelayDistribution {
  return checkDistribution("uniform(…)", { distribution: "uniform", min, max });
}

/** Delays around `mean`, with a standard deviation, both ns (Gauss). */
export function normal(mean: number, deviation: number): DelayDistribution {
  return checkDistribution("normal(…)", { distribution: "normal", mean, deviation });
}

/** Delays without memory: however long one has waited, `mean` (ns) more are to be expected. */
export function exponential(mean: number): DelayDistribution {
  return checkDistribution("exponential(…)", { distribution: "exponential", mean });
}

/**
 * Delays of at least `least` (ns), now and then very much longer: P(T > t) = (least/t)^shape. For
 * a shape up to 1 there is no mean, up to 2 no variance.
 */
export function pareto(least: number, shape: number): DelayDistribution {
  return checkDistribution("pareto(…)", { distribution: "pareto", least, shape });
}

const FIELDS = {
  uniform: ["min", "max"],
  normal: ["mean", "deviation"],
  exponential: ["mean"],
  pareto: ["least", "shape"],
} as const;

/** Whether a value is meant to be a distribution. */
export function isDistribution(value: unknown): boolean {
  return typeof value === "object" && value !== null && "distribution" in value;
}

/**
 * Checks a distribution that may have been written by hand.
 * @throws RangeError naming the field, its value and what is permitted.
 */
export function checkDistribution(where: string, value: unknown): DelayDistribution {
  const given = value as Record<string, unknown>;
  const names = ["uniform", "normal", "exponential", "pareto"] as const;
  const distribution = checkChoice(where, "distribution", given["distribution"], names);
  const fields: readonly string[] = FIELDS[distribution];
  checkNames(where, given, ["distribution", ...fields]);
  const checked: Record<string, unknown> = { distribution };
  for (const field of fields) {
    checked[field] =
      field === "shape"
        ? checkNumber(where, field, given[field], { min: 0.1, max: 1_000 })
        : checkTime(where, field, given[field]);
  }
  const result = checked as DelayDistribution;
  if (result.distribution === "uniform" && result.max < result.min) {
    throw new RangeError(`${where}: max is ${show(result.max)}; it must not be below min.`);
  }
  return result;
}

/** The delay (whole ns) that a number from 0 to below 1 stands for. Monotonic in that number. */
export function sampleDelay(distribution: DelayDistribution, u: number): number {
  switch (distribution.distribution) {
    case "uniform":
      return distribution.min + Math.floor(u * (distribution.max - distribution.min + 1));
    case "normal": {
      const { mean, deviation } = distribution;
      return Math.max(0, Math.round(mean + deviation * normalQuantile(u)));
    }
    case "exponential":
      return Math.round(-distribution.mean * log(1 - u));
    case "pareto":
      return Math.round(distribution.least * pow(1 - u, -1 / distribution.shape));
  }
}

/** The shortest delay and how much longer the longest is, ns; without a bound, the mean and 0. */
export function spanOf(distribution: DelayDistribution): { delay: number; jitter: number } {
  switch (distribution.distribution) {
    case "uniform":
      return { delay: distribution.min, jitter: distribution.max - distribution.min };
    case "pareto":
      return { delay: distribution.least, jitter: 0 };
    default:
      return { delay: distribution.mean, jitter: 0 };
  }
}
