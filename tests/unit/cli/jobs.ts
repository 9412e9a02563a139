/** What the tests' worker threads do. */
import type { Job } from "../../../src/engine/check/pool.ts";
import type { Figures } from "../../../src/engine/check/sweep.ts";
import { judgedBy } from "../../../src/engine/check/strip.ts";
import { trialOf } from "../../../src/engine/check/trial.ts";
import { simulate } from "../../../src/engine/index.ts";
import { delivers, experimentOf } from "../engine/check/broken.ts";

export const trial = trialOf(experimentOf("go-back-n", 3, 3), delivers);

export const judged = judgedBy(experimentOf("stop-and-wait"), (run, job) =>
  String(delivers(run, job)),
);

export function figures(job: Job): Figures {
  const { metrics } = simulate(experimentOf("stop-and-wait")(job));
  return { seconds: metrics.endTime / 1e9, sent: metrics.sent };
}

/** Comes to grief in the way that its knob says, with seed 7 alone. */
export function grief({ seed, knobs }: Job): unknown {
  if (Number(seed) !== 7) return Number(seed);
  if (knobs.how === "throw") throw new Error("seven");
  if (knobs.how === "exit") process.exit(1);
  if (knobs.how === "function") return () => 7;
  for (;;);
}

export const notThere = 3;
