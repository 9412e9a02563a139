/** What an exploration found and covered, in words. */
import type { Covered, Exploration, Told } from "../../engine/check/explore.ts";
import { clip, grouped } from "../../engine/kernel/check.ts";
import type { Bounds } from "../cells/messages.ts";

/** Boxes of the table of phases and messages that are named at most. */
const MOST_BOXES = 12;
const LONGEST = 120;

/** A report of several lines, without the command that makes a counterexample again. */
export function explorationWords(found: Exploration, bounds: Bounds): string[] {
  const { states, steps, depth, ends, orders } = found;
  const size = [
    ...[`${grouped(states)} states`, `${grouped(steps)} steps`, `${grouped(ends)} ends`],
    `the longest path ${grouped(depth)} steps`,
  ];
  const lines = [`${verdictOf(found)} · ${size.join(" · ")}`, boundsWords(bounds)];
  if (orders !== undefined) lines.push(...orderWords(orders));
  return [...lines, ...coverageWords(found.coverage), ...pathWords(found)];
}

function verdictOf({ verdict, cut }: Exploration): string {
  if (verdict === "holds") return "Holds in every state";
  if (verdict === "broken") return "Broken";
  const by = [
    ...(cut.byStates ? ["the limit of states (--states)"] : []),
    ...(cut.byDepth ? ["the limit of steps (--depth)"] : []),
    ...(cut.byInFlight ? ["the limit of packets on a wire (--in-flight)"] : []),
    ...(cut.isCancelled ? ["its time (--limit), or an interrupt"] : []),
  ];
  return `Unknown: nothing is broken so far, but it was cut off by ${by.join(" and ")}`;
}

function boundsWords({ losses = 0, duplications = 0, timeouts }: Bounds): string {
  const expiries = timeouts === undefined ? "any number of" : `≤ ${grouped(timeouts)}`;
  const most = `≤ ${grouped(losses)} losses, ≤ ${grouped(duplications)} duplications`;
  return `Every order of deliveries and time-outs, on a path ${most}, ${expiries} time-outs`;
}

function orderWords({ count, byOutcome }: NonNullable<Exploration["orders"]>): string[] {
  const lines = Object.entries(byOutcome).map(([end, orders]) => `  ${grouped(orders)} × ${end}`);
  const number = Number.isFinite(count) ? grouped(count) : "infinitely many";
  return [`Orders: ${number}`, ...(lines.length > 1 ? lines : [])];
}

function coverageWords(coverage: readonly Covered[]): string[] {
  const missed = coverage.filter(({ count }) => count === 0);
  const met = `${grouped(coverage.length - missed.length)} of ${grouped(coverage.length)}`;
  const named = missed
    .slice(0, MOST_BOXES)
    .map(({ node, phase, message }) =>
      phase === "any" ? `${node} × ${message}` : `${node} in ${phase} × ${message}`,
    );
  const rest = missed.length > MOST_BOXES ? ` and ${missed.length - MOST_BOXES} more` : "";
  const never = missed.length === 0 ? "" : `; never ${named.join(", ")}${rest}`;
  return [`Met: ${met} pairs of a node’s phase and a message or timer${never}`];
}

function pathWords({ counterexample }: Exploration): string[] {
  if (counterexample === undefined) return [];
  const { what, steps, faults } = counterexample;
  const lines = steps.map((step, i) => `${String(i + 1).padStart(4)}. ${stepWords(step)}`);
  const remedy = "set the loss of the links to 0 with --knob to get faults for it";
  const none = faults === undefined ? [`No run can go this way by chance’s leave: ${remedy}.`] : [];
  return [`${what}, after ${steps.length} steps:`, ...lines, ...none];
}

function stepWords({ kind, node, from, message, timer }: Told): string {
  if (kind === "timeout") return `${node}: the timer ${timer} expires`;
  const what = clip(JSON.stringify(message), LONGEST);
  if (kind === "loss") return `${from} → ${node}: ${what} is lost`;
  if (kind === "duplication") return `${from} → ${node}: ${what} arrives, and a copy stays behind`;
  return `${from} → ${node}: ${what} arrives`;
}
