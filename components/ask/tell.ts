/** An answer as a page shows it: a sentence, a few lines, and a run that can be looked at. */
import type { ComparisonWithRuns } from "../../src/engine/check/compare.ts";
import type { Exploration } from "../../src/engine/check/explore.ts";
import type { Job } from "../../src/engine/check/pool.ts";
import type { Search } from "../../src/engine/check/search.ts";
import type { Strip } from "../../src/engine/check/strip.ts";
import type { Sweep } from "../../src/engine/check/sweep.ts";
import { answerOfText } from "../../src/notebook/questions/answer-text.ts";
import type { Question } from "../../src/notebook/questions/question.ts";
import { number } from "../../src/views/words/format.ts";
import { faultSentence, say, stepSentence, type Words } from "../../src/views/words/index.ts";

/** What is shown of an answer. */
export type TellingAnswer = {
  words: string;
  /** Whether something was found to be wrong. */
  isBroken: boolean;
  /** What the lines are, as their title; they are numbered if they come one after another. */
  title: string;
  isOrdered: boolean;
  lines: Words[];
  /** A run that is worth a look; its knobs, where they are named, are turned for it. */
  job?: Job;
};

const PLAIN = { isBroken: false, title: "", isOrdered: false, lines: [] };

/** What an answer says. It has come from the page's own question, so its form is known. */
export function tellAnswer({ kind, asked }: Question, text: string): TellingAnswer {
  const answer = answerOfText(text);
  switch (kind) {
    case "search":
      return tellSearch(answer as Search);
    case "explore":
      return tellExploration(answer as Exploration, asked);
    case "sweep":
      return tellSweep(answer as Sweep);
    case "compare":
      return tellComparison(answer as ComparisonWithRuns);
    default:
      return tellStrip(answer as Strip<unknown>);
  }
}

function tellSearch({ found, words }: Search): TellingAnswer {
  if (found === undefined) return { ...PLAIN, words };
  const { job, isMinimal, runs } = found;
  const { length } = job.faults;
  const need = length === 1 ? "without it all is well" : "without any one of them all is well";
  const shrunk = isMinimal && length > 0 ? `; ${need}` : "";
  return {
    words: `${words} Shrunk in ${number(runs)} runs${shrunk}.`,
    isBroken: true,
    title: "What was done to that run",
    isOrdered: true,
    lines: job.faults.map((fault) => faultSentence(fault)),
    job,
  };
}

function tellExploration(found: Exploration, asked: string): TellingAnswer {
  const { counterexample } = found;
  const { options = {} } = JSON.parse(asked) as { options?: Partial<Job> };
  const { knobs = {}, seed = 1 } = options;
  if (counterexample === undefined) return { ...PLAIN, words: provedWords(found) };
  const { what, steps, faults } = counterexample;
  return {
    words: `${what} The shortest way there takes ${number(steps.length)} steps.`,
    isBroken: true,
    title: "Step by step",
    isOrdered: true,
    lines: steps.map((each) => stepSentence(each)),
    ...(faults !== undefined && { job: { knobs, seed, faults } }),
  };
}

function provedWords({ verdict, states, steps, ends, orders, cut }: Exploration): string {
  const seen = `${number(states)} states (${number(steps)} steps, ${number(ends)} ends)`;
  const counted = orders === undefined ? "" : ` There are ${number(orders.count)} orders.`;
  if (verdict === "holds") return `It holds in every one of ${seen}.${counted}`;
  const limits = [
    ...(cut.byStates ? ["the limit of states was reached"] : []),
    ...(cut.byDepth ? ["paths were cut off at the limit of steps"] : []),
    ...(cut.byInFlight ? ["paths with more packets in flight were cut off"] : []),
  ];
  return `Nothing wrong in ${seen}; but there are more: ${limits.join(", ")}.${counted}`;
}

function tellSweep({ points, done, failed }: Sweep): TellingAnswer {
  const lines = points.map(({ knobs, figures }) => {
    const turned = Object.entries(knobs).map(([name, value]) => `${name} ${value}`);
    const measured = Object.entries(figures).map(([name, { mean, margin }]) => {
      const spread = Number.isFinite(margin) ? ` ± ${number(margin, 3)}` : "";
      return `${name} ${number(mean, 3)}${spread}`;
    });
    return say(`${turned.join(", ")}: ${measured.join(", ")}`);
  });
  const lost = failed > 0 ? ` ${number(failed)} failed.` : "";
  const words = `${number(done)} runs.${lost}`;
  return { ...PLAIN, words, title: "Means, with 95 % intervals", lines };
}

function tellComparison({ figures, first, done }: ComparisonWithRuns): TellingAnswer {
  return {
    ...PLAIN,
    words: `${number(done)} pairs of runs, each on the same chance.`,
    title: "What differs",
    lines: [
      ...Object.entries(figures).map(([name, { words }]) => say(name, ": ", words)),
      ...(first === undefined ? [] : [say(`With seed ${first.seed}: ${first.words}`)]),
    ],
  };
}

function tellStrip({ words, counts, base, cells }: Strip<unknown>): TellingAnswer {
  const lines = counts.map(([verdict, count]) => say(`${verdict}: ${number(count)} times`));
  // What is rarest is most worth a look, unless it is what happens anyway.
  const rarest = counts.findLast(([verdict]) => verdict !== base)?.[0];
  const job = cells.find(({ verdict }) => verdict !== undefined && verdict === rarest)?.job;
  const title = `Left alone: ${base}. Struck`;
  return { ...PLAIN, words, title, lines, ...(job && { job }) };
}

/** Lines that are shown; the rest is counted. */
const MOST_LINES = 40;

/** The lines of an answer, and how many more there are. */
export function answerLines({ lines }: TellingAnswer): Words[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), say(`… and ${number(lines.length - MOST_LINES)} more`)];
}
