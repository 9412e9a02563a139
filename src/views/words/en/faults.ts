/** English sentences about what was done to a run, and how it ended. */
import type { Fault } from "../../../engine/faults.ts";
import type { Catalogue, OutcomeLike, RunLike } from "../catalogue.ts";
import { clockFor, duration, number, properName, visible, type Clock } from "../format.ts";
import { kept, lost, say, type Words } from "../rich.ts";
import { count, ordinal } from "./lexicon.ts";

function when(at: number | undefined, clock: Clock, verb: string): string {
  return at === undefined ? verb[0].toUpperCase() + verb.slice(1) : `At ${clock(at)}, ${verb}`;
}

function packet(fault: { link: string; packet: number }): string {
  return `the ${ordinal(fault.packet)} packet on ${visible(fault.link, 60)}`;
}

function ends(fault: Extract<Fault, { verb: "cut" | "heal" }>): string {
  const [from, to] = [visible(fault.from, 28), visible(fault.to, 28)];
  return fault.oneWay ? `from ${from} to ${to}, this way only` : `between ${from} and ${to}`;
}

function crash(fault: Extract<Fault, { verb: "crash" }>, clock: Clock): string {
  const node = visible(fault.node, 28);
  if ("at" in fault) return `${when(fault.at, clock, "crash")} ${node}.`;
  const again =
    fault.downFor === undefined ? "" : `, and restart it ${duration(fault.downFor)} later`;
  if ("event" in fault) {
    return `Crash ${node} right after row ${number(fault.event)} of the trace${again}.`;
  }
  const sends = count(fault.afterSends, "send", "sends");
  const point = fault.afterSends === 0 ? "before it does anything" : `after ${sends}`;
  return `Crash ${node} in the ${ordinal(fault.handled)} event that it handles, ${point}${again}.`;
}

export const faults: Catalogue["faults"] = {
  drop: (fault, clock) => say(`${when(fault.at, clock, "drop")} ${packet(fault)}.`),
  corrupt: (fault) =>
    say(
      `Flip ${fault.bit === undefined ? "a bit" : `bit ${number(fault.bit)}`} of ${packet(fault)}.`,
    ),
  delay: (fault) => say(`Hold up ${packet(fault)} for ${duration(fault.by)}.`),
  duplicate: (fault) => say(`Copy ${packet(fault)}.`),
  cut: (fault, clock) => say(`${when(fault.at, clock, "cut")} the link ${ends(fault)}.`),
  heal: (fault, clock) => say(`${when(fault.at, clock, "mend")} the link ${ends(fault)}.`),
  crash: (fault, clock) => say(crash(fault, clock)),
  restart: (fault, clock) => say(`${when(fault.at, clock, "restart")} ${visible(fault.node, 28)}.`),
};

const verbs: Record<Fault["verb"], string> = {
  drop: "Drop it",
  corrupt: "Flip a bit",
  delay: "Hold it up",
  duplicate: "Copy it",
  cut: "Cut the link",
  heal: "Mend the link",
  crash: "Crash",
  restart: "Restart",
};

export function button(fault: Fault): string {
  const isOneWay = (fault.verb === "cut" || fault.verb === "heal") && fault.oneWay;
  return isOneWay ? `Only towards ${properName(fault.to)}` : verbs[fault.verb];
}

/** How the run ended. */
export function outcome(run: RunLike): Words {
  const clock = clockFor(run.trace.end);
  const end = clock(run.trace.end);
  const how: OutcomeLike = run.outcome;
  if (how.kind === "finished") {
    return say("The run ", kept("ended by itself"), ` at ${end}: nothing was left to happen.`);
  }
  if (how.kind === "until") return say(`The run was stopped at ${end}, as its set-up asks.`);
  if (how.kind === "limit")
    return say("The run was ", lost("stopped"), `: ${visible(how.words, 300)}`);
  const node = properName(how.node);
  const message = visible(how.message, 300);
  return say(`${node}’s program `, lost("failed"), ` at ${clock(how.time)}: ${message}`);
}
